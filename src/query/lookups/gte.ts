import { comparing } from './compare'

/** The value or greater. */
export const gte = comparing('gte', '>=')
