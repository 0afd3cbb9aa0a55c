import type { Action } from '../action'
import { plainValue } from './expressions'
import type { Node } from './nodes'
import { dottedName, valuesOf } from './nodes'

/** SET and RESET. */
export function setting({ name, is_local, kind, args = [] }: NonNullable<Node['VariableSetStmt']>): readonly Action[] {
  switch (kind) {
    case 'VAR_SET_VALUE':
      return name === undefined ? [] : [{ kind: 'set', name, value: settingOf(args), local: is_local === true }]
    case 'VAR_SET_MULTI':
      // Of the transaction it is with SET TRANSACTION.
      return name === 'SESSION CHARACTERISTICS' ? [{ kind: 'set', name, value: '', local: false }] : []
    case 'VAR_SET_DEFAULT':
    case 'VAR_RESET':
      return name === undefined ? [] : [{ kind: 'reset', name }]
    case 'VAR_RESET_ALL':
      return [{ kind: 'reset', name: 'all' }]
    default:
      return []
  }
}

/** The same by `set_config(…)`. */
export function settingsCalled(query: unknown): readonly Action[] {
  const calls = [...valuesOf(query, 'FuncCall')] as readonly NonNullable<Node['FuncCall']>[]
  return calls
    .filter(({ funcname }) => dottedName(funcname) === 'set_config')
    .flatMap(({ args: [setting, value, local] = [] }): readonly Action[] => {
      const name = setting && plainValue(setting)
      if (name === undefined) return []
      const isLocal = local !== undefined && /^(t|true|on|yes|1)$/i.test(plainValue(local) ?? '')
      return [{ kind: 'set', name, value: (value && plainValue(value)) ?? '', local: isLocal }]
    })
}

function settingOf(args: readonly Node[]): string {
  return args.map(({ A_Const: value }) => value?.sval?.sval ?? String(value?.ival?.ival ?? 0)).join(', ')
}
