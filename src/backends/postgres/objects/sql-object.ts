import { sqlStep } from '../../../schema/step'
import { madeAnew } from './words'

/** What it does is not known: it is SQL as the user wrote it. */
export const sqlObject = madeAnew<'sql-object'>({
  create: ({ options: { sql } }) => [sqlStep(sql, { locks: undefined })],
  drop: ({ options: { dropSql } }) => [sqlStep(dropSql, { locks: undefined })],
})
