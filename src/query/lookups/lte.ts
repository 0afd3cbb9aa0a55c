import { comparing } from './compare'

/** The value or less. */
export const lte = comparing('lte', '<=')
