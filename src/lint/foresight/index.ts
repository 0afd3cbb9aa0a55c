import { relationsNamed } from '../../backends/postgres/catalog/relations-named'
import type { ForeseenStep, ForeseeSql } from '../../migrations/forecast/foreseen'
import type { SqlStep } from '../../schema/step'
import { loadParser, ParserMissingError } from '../sql/loader'
import { foresee } from './foresee'

/** Looks SQL of the user's own up in PostgreSQL's grammar and in the catalog of a database. Without the parser it says so. */
export const foreseeOn: ForeseeSql = async (db, steps) => {
  const texts = steps.filter((step): step is SqlStep => step.kind === 'sql')
  try {
    const parse = await loadParser()
    const named = await relationsNamed(db, texts.map(({ sql }) => sql).join(';\n'))
    return foresee(steps, { parse, named, version: Math.floor(db.serverVersion / 10_000) })
  } catch (error) {
    if (!(error instanceof ParserMissingError)) throw error
    const unknown = { of: 'locks', why: 'what it says, without the package libpg-query' } as const
    const own = texts.filter(({ locks }) => locks === undefined)
    return new Map(own.map((step) => [step, [{ step, unknown }] satisfies readonly ForeseenStep[]]))
  }
}
