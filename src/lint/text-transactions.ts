import type { Action } from './action'
import type { Transaction } from './subject'

/**
 * The transaction of each statement of a text that runs outside of one of migrate: of several statements PostgreSQL
 * makes one, from the beginning or the last COMMIT to the next, whether it has a BEGIN or not.
 */
export function transactionsOf(statements: readonly (readonly Action[])[]): readonly Transaction[] {
  const groups: number[] = []
  let group = 0
  for (const actions of statements) {
    groups.push(group)
    if (actions.some(endsTransaction)) group++
  }
  const transactions = new Map(
    groups.map((each): [number, Transaction] => {
      const isOne = groups.filter((other) => other === each).length > 1
      return [each, { isOne, isOfMigrate: false, subjects: [] }]
    }),
  )
  return groups.flatMap((each) => transactions.get(each) ?? [])
}

export function endsTransaction(action: Action): boolean {
  return action.kind === 'transaction' && /^(COMMIT|ROLLBACK|PREPARE)$/.test(action.word)
}
