import type { ObjectOf } from '../../../objects/database-object'
import { dependenciesOf } from '../../../objects/database-object'
import { isReplaceableView } from '../../../objects/view'
import type { States } from '../../../schema/object-change'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import { qualifiedName, quoteName } from '../compiler'
import { locking } from '../ddl/effects'
import type { Words } from './words'
import { bare, locksOn } from './words'

type View = ObjectOf<'view'>

export const view: Words<'view'> = {
  create: (object, states) => [definition(object, states, 'CREATE')],
  drop: (object) => [dropping(object)],
  alter: (from, to, states) =>
    isReplaceableView(from.options, to.options)
      ? [definition(to, states, 'CREATE OR REPLACE')]
      : [dropping(from), definition(to, states, 'CREATE')],
}

function definition(object: View, { to }: States, create: 'CREATE' | 'CREATE OR REPLACE'): SqlStep {
  const { sql, columns, checkOption, securityInvoker } = object.options
  const list = columns === undefined ? '' : ` (${columns.map(quoteName).join(', ')})`
  // Replacing a view leaves out what is not said, so that the option goes as well.
  const invoker = securityInvoker === undefined ? '' : ` WITH (security_invoker = ${securityInvoker})`
  const check = checkOption === undefined ? '' : `\nWITH ${checkOption.toUpperCase()} CHECK OPTION`
  return sqlStep(`${create} VIEW ${qualifiedName(object.name)}${list}${invoker} AS\n${bare(sql)}${check}`, {
    locks: [
      ...locksOn(to, dependenciesOf(object), 'ACCESS SHARE'),
      ...(create === 'CREATE' ? [] : (locking(object.name).locks ?? [])),
    ],
    needs:
      securityInvoker === undefined ? undefined : { version: 15, what: `securityInvoker of the view ${object.name}` },
  })
}

function dropping({ name }: View): SqlStep {
  return sqlStep(`DROP VIEW ${qualifiedName(name)}`, locking(name))
}
