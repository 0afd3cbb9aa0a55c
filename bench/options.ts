import { parseArgs } from 'node:util'
import { type Size, sizes } from './workload/shape'

export interface Options {
  readonly sizes: readonly Size[]
  /** Lengths of histories, in migrations. */
  readonly histories: readonly number[]
  readonly inProcess: boolean
  readonly rounds: number
  /** Only what has this in its name. */
  readonly only: string | undefined
  /** Whether histories beyond `longHistory` are migrated from zero too. */
  readonly long: boolean
  /** A Python with Django and psycopg: histories are measured beside Django's. */
  readonly django: string | undefined
  /** The figures go into docs/performance.md. */
  readonly write: boolean
  /** Of a PostgreSQL that runs; undefined: one is started. */
  readonly server: string | undefined
}

/** Longer ones are migrated from zero only if asked to be: it takes minutes. */
export const longHistory = 500

export const usage = `npm run bench -- [options]

  --size S,M,L            projects of 10, 100 and 1000 models
  --history 100,500,2000  histories of so many migrations
  --in-process            detection, description and writing, without a process around them
                          (none of the three: all, but the history of 2000)
  --rounds N              how often each is measured; 5 unless said, and one more that does not count
  --only TEXT             only what has TEXT in its name
  --long                  migrate a history of more than ${longHistory} from zero too
  --django PYTHON         a Python with Django 5.2 and psycopg: the same histories are measured there in turn
  --server URL            a PostgreSQL that runs, instead of one that is started
  --write                 put the figures into docs/performance.md
`

/** undefined: help is asked for. Throws on what it does not know. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string' },
      history: { type: 'string' },
      'in-process': { type: 'boolean' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      long: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      server: { type: 'string' },
      django: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const all = values.size === undefined && values.history === undefined && values['in-process'] !== true
  return {
    sizes: all ? sizes : list(values.size).map(sizeNamed),
    histories: all ? [100, 500] : list(values.history).map(count),
    inProcess: all || values['in-process'] === true,
    rounds: count(values.rounds),
    only: values.only,
    long: values.long,
    write: values.write,
    server: values.server,
    django: values.django,
  }
}

function list(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',')
}

function sizeNamed(name: string): Size {
  const size = sizes.find((each) => each.name === name.toUpperCase())
  if (size === undefined) throw new Error(`There is no size ${name}: ${sizes.map((each) => each.name).join(', ')}`)
  return size
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number of 1 or more`)
  return value
}
