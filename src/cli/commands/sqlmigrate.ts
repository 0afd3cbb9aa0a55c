import { migrationKey } from '../../migrations/migration'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption } from '../options'

export interface SqlmigrateOptions {
  readonly app: string
  readonly migration: string
  readonly backwards?: boolean
  readonly database?: string
}

export interface SqlOperation {
  readonly description: string
  readonly statements: readonly SqlStatement[]
}

export interface SqlStatement {
  readonly kind: 'sql' | 'code'
  /** Of code, what a plan calls it. */
  readonly text: string
  readonly params: readonly unknown[]
  /** Statements of the same number share a transaction; undefined: it has none. */
  readonly transaction: number | undefined
}

export interface SqlmigrateData {
  readonly app: string
  readonly name: string
  readonly atomic: boolean
  /** In the order in which they run. */
  readonly operations: readonly SqlOperation[]
}

export const sqlmigrate = command<SqlmigrateOptions, SqlmigrateData>({
  name: 'sqlmigrate',
  summary: 'Print the SQL of a migration, without running it',
  arguments: [
    { name: 'app', arity: 'one', help: 'label of its app' },
    { name: 'migration', arity: 'one', help: 'its name, or an unambiguous beginning of it' },
  ],
  options: [{ flags: '--backwards', help: 'what undoes it' }, databaseOption],
  examples: [
    ['sqlmigrate movies 0001', 'what migrate would run'],
    ['sqlmigrate movies 0001 --backwards', 'what undoing it would run'],
  ],

  async run(context, { app, migration: text, backwards = false }) {
    await chosen(context.apps, [app])
    const { planOf, refuseIrreversible } = await import('../../migrations/plan')
    const { batches } = await import('../../migrations/batches')
    const { steps } = await import('../../migrations/steps')
    const { postgresSchema } = await import('../../backends/postgres/schema-editor')
    const graph = await context.graph()
    const { name, atomic } = graph.find(app, text)
    const key = migrationKey(app, name)
    const planned = planOf(graph.withPlaceFor(key), key, backwards ? 'backwards' : 'forwards')
    refuseIrreversible({ direction: planned.direction, migrations: [planned] })
    const work = steps(planned, postgresSchema)
    const inOrder = batches(work, { atomic }).flatMap(({ transaction, steps }, index) =>
      steps.map(({ step, place }) => ({ step, place, transaction: transaction ? index : undefined })),
    )
    const operations = work.map(({ operation, place }) => ({
      description: operation.describe(),
      statements: inOrder
        .filter((one) => one.place === place)
        .map(({ step, transaction }): SqlStatement => {
          if (step.kind !== 'sql') return { kind: 'code', text: step.label, params: [], transaction }
          return { kind: 'sql', text: step.sql, params: step.params, transaction }
        }),
    }))
    return { app, name, atomic, operations }
  },

  view: (out) => ({
    result(data) {
      if (data.operations.length === 0) out.warn('No operations found.')
      else for (const line of sqlLines(data)) out.line(line)
    },
  }),
})

function* sqlLines({ operations, atomic }: SqlmigrateData): Generator<string> {
  const [first] = operations.flatMap(({ statements }) => statements)
  // The transaction that is open, if any. A migration that changes nothing still has one, to say that it could.
  let open = first === undefined ? (atomic ? 0 : undefined) : first.transaction
  if (open !== undefined) yield 'BEGIN;'
  for (const { description, statements } of operations) {
    let isHeaded = false
    for (const { kind, text, params, transaction } of statements) {
      if (transaction !== open) {
        if (open !== undefined) yield 'COMMIT;'
        if (transaction !== undefined) yield 'BEGIN;'
        open = transaction
      }
      if (!isHeaded) yield* header(description)
      isHeaded = true
      yield kind === 'code' ? '-- THIS OPERATION CANNOT BE WRITTEN AS SQL' : terminated(text)
      if (params.length > 0) yield `-- with the parameters ${JSON.stringify(params.map(String))}`
    }
    if (!isHeaded) {
      yield* header(description)
      yield '-- (no-op)'
    }
  }
  if (open !== undefined) yield 'COMMIT;'
}

function header(description: string): readonly string[] {
  return ['--', `-- ${description}`, '--']
}

function terminated(sql: string): string {
  const text = sql.trim()
  return text.endsWith(';') ? text : `${text};`
}
