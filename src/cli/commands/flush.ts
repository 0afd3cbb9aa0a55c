import { StrataError } from '../../base/errors'
import { plural } from '../../base/text'
import { command } from '../command'
import { databaseOption, mayAsk, type NoInputOptions, noInputOptions } from '../options'

export interface FlushOptions extends NoInputOptions {
  readonly database?: string
}

export interface FlushData {
  /** What a person would call the database. */
  readonly label: string
  /** Those that were emptied. */
  readonly tables: readonly string[]
}

export const flush = command<FlushOptions, FlushData, FlushData>({
  name: 'flush',
  summary: 'Delete the rows of all models',
  arguments: [],
  options: [databaseOption, ...noInputOptions('delete without asking')],
  examples: [
    ['flush', 'after a question'],
    ['flush --no-input', 'at once, as before a run of tests'],
  ],

  async run(context, options, report) {
    const { database = 'default' } = options
    const [{ tablesOf }, { existingTables, truncate }] = await Promise.all([
      import('../../schema/tables-of'),
      import('../../backends/postgres/truncate'),
    ])
    const state = (await context.registry()).state()
    const names = [...state.models()].flatMap((model) => tablesOf(state, model)).map(({ name }) => name)
    const db = await context.database(database)
    const data: FlushData = { label: db.label, tables: await existingTables(db, names) }
    if (data.tables.length > 0 && mayAsk(options)) {
      report(data)
      if (!(await (await context.prompter()).confirm('Are you sure?', false))) throw new FlushDeclinedError()
    }
    await truncate(db, data.tables)
    return data
  },

  view: (out) => ({
    event({ label, tables }) {
      out.line(`This deletes all rows of ${plural(tables.length, 'table')} of ${label}, and cannot be undone:`)
      for (const table of tables) out.line(`  ${table}`)
    },
    result({ label, tables }) {
      if (tables.length === 0) out.info(`No table of a model is in ${label}.`)
      else out.info(`Emptied ${plural(tables.length, 'table')} of ${label}: ${tables.join(', ')}`)
    },
  }),
})

/** A person was shown what would be deleted, and does not want that. */
class FlushDeclinedError extends StrataError {
  constructor() {
    super({ code: 'flush.quit', message: 'Nothing was deleted.' })
  }
}
