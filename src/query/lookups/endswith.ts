import { matching } from './text'

/** Ends with the text. */
export const endswith = matching('endswith', { before: '%', after: '' })
