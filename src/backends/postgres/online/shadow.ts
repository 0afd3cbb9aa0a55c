import type { SqlStep, Step } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import { columnType } from '../column-type'
import { quoteName } from '../compiler'
import { conversion } from '../ddl/alter-column'
import { nothingBeside, roomFor } from '../ddl/catalog-demands'
import { columnDefinition } from '../ddl/column'
import { effectsOf } from '../ddl/takes'
import { alone } from './alone'
import { buildIndex, indexOf, notValid, validate } from './constraint'
import { alterTable, fillColumn, provenBy } from './not-null'
import {
  becomesFull,
  checksOf,
  keysOf,
  shadowOf,
  temporary,
  temporaryCheck,
  trigger,
  withoutNull,
} from './shadow-parts'
import type { Alter, Shadows, ShadowTable } from './shadow-plan'
import { shadowName } from './shadow-plan'
import { swapSteps } from './shadow-swap'

/**
 * Columns of another type beside the old ones: a trigger keeps them equal, a few rows at a time are converted, all that
 * rests on the old ones is built over the new ones, and in the end they change places in a moment.
 */
export function shadowSteps(shadows: Shadows): readonly Step[] {
  const { tables, foreign } = shadows
  return [
    ...tables.map(addColumns),
    ...tables.flatMap((each) => each.alters.flatMap((alter) => trigger(each, alter).create)),
    ...tables.map(fill),
    ...tables.flatMap((each) => [
      ...each.indexes.map((index) => buildIndex(each.twin, temporary(each.table, index))),
      ...keysOf(each).map((key) => buildIndex(each.twin, temporary(each.table, indexOf(key)))),
      ...each.alters.filter(becomesFull).flatMap(({ to }) => provenBy(each.table, shadowOf(each, to.key)).steps),
      ...checksOf(each).flatMap((check) => {
        const named = { ...check, name: temporaryCheck(each.table, check) }
        return [notValid(each.twin, named), validate(each.twin, named)]
      }),
    ]),
    ...foreign.flatMap(({ twin }) => [notValid(twin.table, twin.constraint), validate(twin.table, twin.constraint)]),
    ...swapSteps(shadows),
  ]
}

function addColumns({ table, alters, known }: ShadowTable): SqlStep {
  const columns = alters.map(({ to }) => ({
    ...to,
    name: shadowName(to.name),
    nullable: true,
    default: undefined,
    identity: undefined,
  }))
  const [add, drop] = [
    columns.map((column) => `ADD COLUMN ${columnDefinition(table, column)}`),
    columns.map((column) => `DROP COLUMN ${quoteName(column.name)}`),
  ]
  return alone(
    sqlStep(`${alterTable(table)} ${add.join(', ')}`, {
      ...effectsOf('add column', { table: table.name }),
      demands: [
        roomFor(table, alters.length),
        ...alters.map((alter) => nothingBeside(table, alter.to.name, { known, mayHaveDefault: hasDefault(alter) })),
      ],
    }),
    { undo: `${alterTable(table)} ${drop.join(', ')}` },
  )
}

function hasDefault({ from, to }: Alter): boolean {
  return [from, to].some((each) => (each.default ?? each.identity ?? each.generated) !== undefined)
}

/** One pass for all columns. A NULL stays one, unless there is a value for it. */
function fill({ table, alters }: ShadowTable): Step {
  const sets = alters.map((alter) => {
    const [name, shadow] = [quoteName(alter.to.name), quoteName(shadowName(alter.to.name))]
    const value = withoutNull(table, alter, conversion(alter.from, alter.to, alter.values) ?? name)
    const isLeft = becomesFull(alter) ? `${shadow} IS NULL` : `${shadow} IS NULL AND ${name} IS NOT NULL`
    return { set: `${shadow} = ${value}`, isLeft, isMissed: differs(alter) }
  })
  const all = (of: (one: (typeof sets)[number]) => string, by: string): string => sets.map(of).join(by)
  const filling = {
    set: all(({ set }) => set, ', '),
    where: all(({ isLeft }) => isLeft, ' OR '),
    missed: all(({ isMissed }) => isMissed, ' OR '),
  }
  return fillColumn(table, filling, 'new')
}

/** As text, since not every type has an equality; cast to all of the type, which rounds as an assignment does. */
function differs(alter: Alter): string {
  const { from, to, values } = alter
  const [name, shadow] = [quoteName(to.name), quoteName(shadowName(to.name))]
  const text = (value: string): string => `${value}::text COLLATE "C"`
  const converted = `(${conversion(from, to, values) ?? name})::${columnType(to.type)}`
  const isEmpty = becomesFull(alter) ? `${shadow} IS NULL OR ` : ''
  return `${isEmpty}(${name} IS NOT NULL AND ${text(shadow)} IS DISTINCT FROM ${text(converted)})`
}
