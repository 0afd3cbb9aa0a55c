import type { Command } from './command'
import { check } from './commands/check'
import { makemigrations } from './commands/makemigrations'
import { migrate } from './commands/migrate'
import { optimizemigration } from './commands/optimizemigration'
import { rebasemigrations } from './commands/rebasemigrations'
import { showmigrations } from './commands/showmigrations'
import { sqlmigrate } from './commands/sqlmigrate'
import { squashmigrations } from './commands/squashmigrations'

/** Every command. What they work with is loaded when one of them runs. */
export const commands: readonly Command<never, unknown>[] = [
  check,
  makemigrations,
  migrate,
  optimizemigration,
  rebasemigrations,
  showmigrations,
  sqlmigrate,
  squashmigrations,
]
