import { comparing } from './compare'

/** Greater than the value. */
export const gt = comparing('gt', '>')
