import { defineIndex } from './db-index'

/** Any combination of many columns, by equality; needs the extension `bloom`. */
export const BloomIndex = defineIndex('BloomIndex', 'bloom', {
  length: 'length',
  col1: 'col1',
  col2: 'col2',
  col3: 'col3',
  col4: 'col4',
})
