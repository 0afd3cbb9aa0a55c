import { matching } from './text'

/** Ends with the text, in capitals or not. */
export const iendswith = matching('iendswith', { before: '%', after: '', ignoreCase: true })
