import { matching } from './text'

/** Has the text somewhere in it, in capitals or not. */
export const icontains = matching('icontains', { before: '%', after: '%', ignoreCase: true })
