import { matchingRegex } from './text'

/** Matches the regular expression. */
export const regex = matchingRegex('regex', '~')
