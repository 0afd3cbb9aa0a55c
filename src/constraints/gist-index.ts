import { defineIndex } from './db-index'

/** A generalized search tree, for ranges and nearest neighbours. */
export const GistIndex = defineIndex('GistIndex', 'gist', { buffering: 'buffering', fillfactor: 'fillfactor' })
