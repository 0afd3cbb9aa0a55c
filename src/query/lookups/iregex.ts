import { matchingRegex } from './text'

/** Matches the regular expression, in capitals or not. */
export const iregex = matchingRegex('iregex', '~*')
