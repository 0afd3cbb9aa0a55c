import { matching } from './text'

/** Has the text somewhere in it. */
export const contains = matching('contains', { before: '%', after: '%' })
