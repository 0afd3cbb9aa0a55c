import { matching } from './text'

/** Begins with the text, in capitals or not. */
export const istartswith = matching('istartswith', { before: '', after: '%', ignoreCase: true })
