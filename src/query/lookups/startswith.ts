import { matching } from './text'

/** Begins with the text. */
export const startswith = matching('startswith', { before: '', after: '%' })
