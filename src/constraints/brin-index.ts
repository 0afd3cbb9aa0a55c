import { defineIndex } from './db-index'

/** Summaries of block ranges: tiny, for columns that grow with the table. */
export const BrinIndex = defineIndex('BrinIndex', 'brin', {
  autosummarize: 'autosummarize',
  pagesPerRange: 'pages_per_range',
})
