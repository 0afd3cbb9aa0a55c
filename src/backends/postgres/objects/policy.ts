import { sqlStep } from '../../../schema/step'
import { quoteName } from '../compiler'
import { locking } from '../ddl/effects'
import { bare, madeAnew, relationOf } from './words'

/** Words that stand for roles, and are none. */
const roleWords: ReadonlySet<string> = new Set(['PUBLIC', 'CURRENT_ROLE', 'CURRENT_USER', 'SESSION_USER'])

/** Made anew with every change: ALTER POLICY can take no condition away. Nobody sees the table in between. */
export const policy = madeAnew<'policy'>({
  create({ name, options }, { to }) {
    const { on, for: command, to: roles, as, using, check } = options
    const table = relationOf(to, on)
    const lines = [
      `CREATE POLICY ${quoteName(name)} ON ${table.sql}`,
      ...(as === undefined ? [] : [`AS ${as.toUpperCase()}`]),
      ...(command === undefined ? [] : [`FOR ${command}`]),
      ...(roles === undefined ? [] : [`TO ${roles.map(roleName).join(', ')}`]),
      ...(using === undefined ? [] : [`USING (${bare(using)})`]),
      ...(check === undefined ? [] : [`WITH CHECK (${bare(check)})`]),
    ]
    return [sqlStep(lines.join('\n'), locking(table.name))]
  },
  drop({ name, options: { on } }, { from }) {
    const table = relationOf(from, on)
    return [sqlStep(`DROP POLICY ${quoteName(name)} ON ${table.sql}`, locking(table.name))]
  },
})

function roleName(role: string): string {
  return roleWords.has(role.toUpperCase()) ? role.toUpperCase() : quoteName(role)
}
