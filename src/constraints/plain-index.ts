import { defineIndex } from './db-index'

/** An index: `Index({ fields: ['author', '-releasedOn'] })`, or of expressions: `Index({ expressions: [Lower('title')], name })`. */
export const Index = defineIndex('Index', 'btree', {}, 'idx')
