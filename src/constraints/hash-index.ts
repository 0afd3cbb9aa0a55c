import { defineIndex } from './db-index'

/** Equality alone. */
export const HashIndex = defineIndex('HashIndex', 'hash', { fillfactor: 'fillfactor' })
