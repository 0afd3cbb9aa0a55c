import { defineIndex } from './db-index'

/** Partitioned search trees, for points, networks and prefixes. */
export const SpGistIndex = defineIndex('SpGistIndex', 'spgist', { fillfactor: 'fillfactor' })
