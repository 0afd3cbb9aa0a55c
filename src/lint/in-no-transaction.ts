import type { ActionKind, ActionOf } from './action'

/** What PostgreSQL may refuse in a transaction, as far as no other rule says what is wrong with it. */
export const inNoTransaction = [
  'create-index',
  'drop-index',
  'reindex',
  'detach',
  'vacuum',
  'of-server',
] as const satisfies readonly ActionKind[]

/** What it is about, if PostgreSQL refuses it; false: it does not. */
export function aloneIn(action: ActionOf<(typeof inNoTransaction)[number]>): string | false {
  switch (action.kind) {
    case 'vacuum':
      return `VACUUM${action.tables === 'all' ? '' : ` ${action.tables.join(', ')}`}`
    case 'of-server':
      return action.what
    case 'create-index':
    case 'detach':
      return action.concurrently && action.table
    case 'drop-index':
      return action.concurrently && action.name
    case 'reindex':
      return action.concurrently && action.what
  }
}
