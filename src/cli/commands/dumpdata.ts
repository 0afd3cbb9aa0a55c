import { resolve } from 'node:path'
import { plural } from '../../base/text'
import type { Fixture } from '../../fixtures/load'
import { command } from '../command'
import { UsageError } from '../exit'
import { withTables } from '../not-migrated'
import { databaseOption } from '../options'

export interface DumpdataOptions {
  /** `movies` or `movies.Movie`. */
  readonly models?: readonly string[]
  readonly exclude?: readonly string[]
  readonly format?: Fixture['format']
  /** Spaces of a level. */
  readonly indent?: number | string
  /** Keys, with commas between them. */
  readonly pks?: string
  /** The name of a file; for programs also what takes the text, piece by piece. */
  readonly output?: string | ((text: string) => void)
  readonly database?: string
}

export interface DumpdataData {
  readonly objects: number
  /** The file, if it went to one. */
  readonly file: string | undefined
}

export const dumpdata = command<DumpdataOptions, DumpdataData, string>({
  name: 'dumpdata',
  summary: 'Write the rows of the models as a fixture',
  arguments: [{ name: 'models', arity: 'many', help: 'only these: app or app.Model' }],
  options: [
    { flags: '-e, --exclude <model>', help: 'without this: app or app.Model; may be repeated', repeats: true },
    { flags: '--format <format>', help: 'a list, or an object a line', choices: ['json', 'jsonl'] },
    { flags: '--indent <spaces>', help: 'a line a field, this far from the left' },
    { flags: '--pks <keys>', help: 'only the objects with these keys, 1,2,3; of one model' },
    { flags: '-o, --output <file>', help: 'into this file; compressed, if its name ends with .gz' },
    databaseOption,
  ],
  examples: [
    ['dumpdata movies --indent 2', 'one app'],
    ['dumpdata -e reviews -o all.json.gz', 'all but one, into a file'],
  ],

  async run(context, options, report) {
    const { models: labels = [], exclude = [], format = 'json', pks, output = report, database = 'default' } = options
    const style = { indent: format === 'jsonl' ? undefined : indentOf(options.indent) }
    if (context.json && output === report)
      throw new UsageError('json-of-json', 'What dumpdata prints is JSON by itself: --json needs -o')
    const { chooseModels, dump, dumpOrder, FixtureText, fixtureModels } = await import('../../fixtures')
    const state = (await context.registry()).state()
    const models = chooseModels(fixtureModels(state).values(), labels, exclude)
    if (pks !== undefined && (models.length !== 1 || models[0]?.key.length !== 1))
      throw new UsageError('pks', '--pks is for one model, with a key of one field')
    const db = await context.database(database)
    const write = async (piece: (text: string) => void): Promise<number> => {
      const text = new FixtureText(format)
      const dumped = {
        models: dumpOrder(models),
        pks: pks?.split(',').map((key) => key.trim()),
        style,
        write: (record: string) => piece(text.object(record)),
      }
      const objects = await withTables(db, state, () => dump(db, dumped))
      piece(text.end())
      return objects
    }
    if (typeof output === 'function') return { objects: await write(output), file: undefined }
    const { writePieces } = await import('../fixture-file')
    return { objects: await writePieces(resolve(context.cwd, output), write), file: output }
  },

  view: (out) => ({
    event: (text) => out.write(text),
    result({ objects, file }) {
      if (file !== undefined) out.info(`Dumped ${plural(objects, 'object')} to ${file}`)
    },
  }),
})

function indentOf(given: DumpdataOptions['indent']): number | undefined {
  const indent = given === undefined ? undefined : Number(given)
  if (indent === undefined || (Number.isInteger(indent) && indent >= 0)) return indent
  throw new UsageError('indent', `--indent ${given}: a number of spaces is wanted`)
}
