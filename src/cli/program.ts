import type { Command } from './command'
import { check } from './commands/check'
import { completion } from './commands/completion'
import { current } from './commands/current'
import { dbshell } from './commands/dbshell'
import { dumpdata } from './commands/dumpdata'
import { flush } from './commands/flush'
import { graph } from './commands/graph'
import { lint } from './commands/lint'
import { loaddata } from './commands/loaddata'
import { makemigrations } from './commands/makemigrations'
import { migrate } from './commands/migrate'
import { optimizemigration } from './commands/optimizemigration'
import { rebasemigrations } from './commands/rebasemigrations'
import { shell } from './commands/shell'
import { showmigrations } from './commands/showmigrations'
import { sqlmigrate } from './commands/sqlmigrate'
import { squashmigrations } from './commands/squashmigrations'
import { stamp } from './commands/stamp'

/** Every command by its name. What they work with is loaded when one of them runs. */
export const program = {
  check,
  completion,
  current,
  dbshell,
  dumpdata,
  flush,
  graph,
  lint,
  loaddata,
  makemigrations,
  migrate,
  optimizemigration,
  rebasemigrations,
  shell,
  showmigrations,
  sqlmigrate,
  squashmigrations,
  stamp,
} as const

export const commands: readonly Command<never, unknown>[] = Object.values(program)
