import { sqlStep } from '../../../schema/step'
import { quoteName } from '../compiler'
import type { Words } from './words'

export const schema: Words<'schema'> = {
  create: ({ name }) => [sqlStep(`CREATE SCHEMA ${quoteName(name)}`)],
  drop: ({ name }) => [sqlStep(`DROP SCHEMA ${quoteName(name)}`)],
  // There is nothing to it but its name.
  alter: () => [],
}
