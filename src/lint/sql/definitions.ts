import type { ColumnFacts, ConstraintFacts, KeyAction } from '../action'
import type { GivenValue } from '../given-value'
import { type PgType, pgType } from '../pg-type'
import { columnsIn, defaultKind, functionsIn, isVolatile, plainValue, provenNotNull } from './expressions'
import { limitsOf } from './limits'
import type { ColumnDef, Constraint, Node, TypeName } from './nodes'
import { dottedName, relationName, textOf } from './nodes'

export interface Definition {
  readonly column: ColumnFacts
  readonly constraints: readonly ConstraintFacts[]
}

const serials: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
}

/** A column as CREATE TABLE and ADD COLUMN define it, with the constraints that stand beside it. */
export function columnDefinition(table: string, def: ColumnDef): Definition {
  const { colname: name = '', constraints = [] } = def
  const parts = constraints.map(({ Constraint: constraint }) => constraint)
  const of = (contype: string): Constraint | undefined => parts.find((part) => part.contype === contype)
  const written = typeOf(def.typeName)
  const counted = written.array ? undefined : serials[written.name]
  const generated = of('CONSTR_GENERATED')
  const isKey = of('CONSTR_PRIMARY') !== undefined
  return {
    column: {
      name,
      type: counted === undefined ? written : pgType(counted),
      collation: collationOf(def),
      nullable: of('CONSTR_NOTNULL') === undefined && !isKey && counted === undefined,
      default: defaultKind(of('CONSTR_DEFAULT')?.raw_expr),
      given: givenValue(of('CONSTR_DEFAULT')?.raw_expr),
      counts: counted !== undefined ? 'serial' : of('CONSTR_IDENTITY') && 'identity',
      generated: generated && (generated.generated_kind === 's' ? 'stored' : 'virtual'),
      reads: columnsIn(generated?.raw_expr),
    },
    constraints: parts.flatMap((part) => constraintFacts(table, part, [name]) ?? []),
  }
}

/** Functions of the default that is given; undefined: none is. */
export function defaultCallsIn(
  constraints: readonly { readonly Constraint: Constraint }[] = [],
): readonly string[] | undefined {
  const given = constraints.find(({ Constraint: { contype } }) => contype === 'CONSTR_DEFAULT')
  return given && functionsIn(given.Constraint.raw_expr)
}

/** What a DEFAULT gives; casts of plain values are taken off. */
export function givenValue(expression: Node | undefined): GivenValue | undefined {
  if (expression === undefined) return undefined
  const { TypeCast: cast } = expression
  const value = plainValue(expression)
  if (value === undefined)
    return expression.A_Const === undefined ? { text: asRead(expression), type: undefined } : undefined
  return { text: value, type: cast && typeOf(cast.typeName) }
}

function asRead(expression: Node): string {
  if (isNow(expression)) return 'now()'
  return JSON.stringify(expression, (key, inner: unknown) => (key === 'location' ? undefined : inner))
}

/** Names for the time of the transaction. */
function isNow({ SQLValueFunction: value, FuncCall: call }: Node): boolean {
  if (value !== undefined) return value.op === 'SVFOP_CURRENT_TIMESTAMP'
  return call !== undefined && /^(now|transaction_timestamp)$/.test(dottedName(call.funcname))
}

export function collationOf({ collClause }: ColumnDef): string | undefined {
  const name = collClause && dottedName(collClause.collname)
  return name === 'default' ? undefined : name
}

export function typeOf({ names, typmods = [], arrayBounds = [] }: TypeName): PgType {
  const modifiers = typmods.flatMap(({ A_Const: value }) => (value?.ival === undefined ? [] : [value.ival.ival ?? 0]))
  const name = dottedName(names)
  // The parser writes char as char(1).
  return pgType(name, modifiers, arrayBounds.length > 0)
}

/** A constraint, with the name that PostgreSQL gives one without; undefined for what is a part of its column. */
export function constraintFacts(
  table: string,
  constraint: Constraint,
  own: readonly string[] = [],
): ConstraintFacts | undefined {
  const { contype, raw_expr: condition } = constraint
  const kind = kinds[contype]
  if (kind === undefined || (kind === 'not null' && own.length > 0)) return undefined
  const listed = (kind === 'foreign' ? constraint.fk_attrs : constraint.keys)?.map(textOf) ?? own
  const columns = kind === 'check' ? columnsIn(condition) : listed
  return {
    kind,
    name: constraint.conname ?? nameGiven(table, kind, columns),
    isNamed: constraint.conname !== undefined,
    columns,
    valid: constraint.skip_validation !== true && constraint.is_enforced !== false,
    usingIndex: constraint.indexname,
    target: constraint.pktable && relationName(constraint.pktable),
    targetColumns: constraint.pk_attrs?.map(textOf) ?? [],
    onDelete: keyAction(constraint.fk_del_action),
    onUpdate: keyAction(constraint.fk_upd_action),
    proves: kind === 'check' ? provenNotNull(condition) : kind === 'not null' ? columns : [],
    limits: kind === 'check' ? limitsOf(condition) : [],
    volatile: kind === 'check' && (isVolatile(condition) || readsClock(condition)),
  }
}

/** As the parser says it: RESTRICT and NO ACTION refuse. */
function keyAction(word: string | undefined): KeyAction {
  if (word === 'c') return 'cascade'
  return word === 'n' || word === 'd' ? 'set' : 'nothing'
}

const kinds: Readonly<Record<string, ConstraintFacts['kind']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not null',
}

function nameGiven(table: string, kind: ConstraintFacts['kind'], columns: readonly string[]): string {
  const suffix = {
    check: 'check',
    foreign: 'fkey',
    unique: 'key',
    primary: 'pkey',
    exclusion: 'excl',
    'not null': 'not_null',
  }
  const named = kind === 'primary' ? [] : columns
  return [table, ...named, suffix[kind]].join('_')
}

function readsClock(condition: Node | undefined): boolean {
  return /"sval":"(now|current_date|statement_timestamp|transaction_timestamp)"|SQLValueFunction/.test(
    JSON.stringify(condition ?? {}),
  )
}
