import { comparing } from './compare'

/** Less than the value. */
export const lt = comparing('lt', '<')
