import { sqlStep } from '../../../schema/step'
import { qualifiedName, quoteLiteral, quoteName } from '../compiler'
import { locking } from '../ddl/effects'
import { bare, madeAnew, relationOf } from './words'

/** Made anew with every change: CREATE OR REPLACE TRIGGER is not there before PostgreSQL 14. */
export const trigger = madeAnew<'trigger'>({
  create({ name, options }, { to }) {
    const { on, when, events, forEach = 'STATEMENT', condition, function: called, args = [] } = options
    const table = relationOf(to, on)
    const lines = [
      `CREATE TRIGGER ${quoteName(name)} ${when} ${events.join(' OR ')} ON ${table.sql}`,
      `FOR EACH ${forEach}`,
      ...(condition === undefined ? [] : [`WHEN (${bare(condition)})`]),
      `EXECUTE FUNCTION ${qualifiedName(called)}(${args.map(quoteLiteral).join(', ')})`,
    ]
    return [sqlStep(lines.join('\n'), locking(table.name, 'SHARE ROW EXCLUSIVE'))]
  },
  drop({ name, options: { on } }, { from }) {
    const table = relationOf(from, on)
    return [sqlStep(`DROP TRIGGER ${quoteName(name)} ON ${table.sql}`, locking(table.name))]
  },
})
