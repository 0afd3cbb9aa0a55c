import type { Action } from '../action'
import { sameType } from '../pg-type'
import { boundsOf } from './bounds'
import { collationOf, columnDefinition, constraintFacts, defaultCallsIn, givenValue, typeOf } from './definitions'
import { defaultKind } from './expressions'
import type { AlterTableCmd, ColumnDef, Node } from './nodes'
import { relationName, valuesOf } from './nodes'
import { counting } from './sequences'

/** One part of an ALTER TABLE. */
export function alterTable(table: string, cmd: AlterTableCmd): Action {
  const { subtype, name = '', def = {} } = cmd
  const cascade = cmd.behavior === 'DROP_CASCADE'
  switch (subtype) {
    case 'AT_AddColumn':
      return addColumn(table, def, cmd.missing_ok === true)
    case 'AT_DropColumn':
      return { kind: 'drop-column', table, column: name, cascade }
    case 'AT_AlterColumnType':
      return alterType(table, name, def)
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', table, column: name }
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', table, column: name }
    case 'AT_ColumnDefault':
      return { kind: 'set-default', table, column: name, default: defaultKind(cmd.def), given: givenValue(cmd.def) }
    case 'AT_AddIdentity':
      return { kind: 'add-identity', table, column: name, ...counting(table, name, def.Constraint?.options) }
    case 'AT_SetExpression':
      return { kind: 'set-expression', table, column: name }
    case 'AT_AddConstraint':
      return addConstraint(table, def)
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', table, name }
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', table, name, cascade }
    case 'AT_AlterConstraint':
      return alterConstraint(table, def)
    case 'AT_SetUnLogged':
      return { kind: 'rewrite', table, by: 'set unlogged' }
    case 'AT_SetLogged':
      return { kind: 'rewrite', table, by: 'set logged' }
    case 'AT_SetTableSpace':
      return { kind: 'rewrite', table, by: 'set tablespace' }
    case 'AT_SetAccessMethod':
      return { kind: 'rewrite', table, by: 'set access method' }
    case 'AT_SetRelOptions':
      return { kind: 'storage', table, autovacuumOff: /autovacuum_enabled.*(false|off)/.test(JSON.stringify(def)) }
    case 'AT_SetStorage':
    case 'AT_SetCompression':
      return { kind: 'column-storage', table, column: name }
    case 'AT_ReplicaIdentity':
      return {
        kind: 'replica-identity',
        table,
        by: identities[def.ReplicaIdentityStmt?.identity_type ?? ''] ?? 'other',
      }
    case 'AT_AttachPartition':
      return attach(table, def)
    case 'AT_DetachPartition':
      return detach(table, def)
    case 'AT_AddInherit':
      return def.RangeVar ? { kind: 'inherit', table, parent: relationName(def.RangeVar) } : { kind: 'other' }
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
    case 'AT_ForceRowSecurity':
      return { kind: 'protect', table, what: 'row level security' }
    case 'AT_ChangeOwner':
      return { kind: 'protect', table, what: 'its owner' }
    case 'AT_DropIdentity':
      return { kind: 'drop-identity', table, column: name }
    case 'AT_SetIdentity':
      return setIdentity(table, name, def)
    case 'AT_EnableTrig':
    case 'AT_EnableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrig':
    case 'AT_DisableTrigAll':
    case 'AT_DisableTrigUser':
      return { kind: 'trigger', table, does: 'toggle', name, events: [], columns: [] }
    default:
      return adjusted(table, subtype)
  }
}

/** One part of an ALTER MATERIALIZED VIEW. */
export function alterStored(view: string, { subtype }: AlterTableCmd): Action {
  switch (subtype) {
    case 'AT_SetTableSpace':
      return { kind: 'rewrite', table: view, by: 'set tablespace' }
    case 'AT_SetAccessMethod':
      return { kind: 'rewrite', table: view, by: 'set access method' }
    default:
      return { kind: 'other' }
  }
}

/** One part of an ALTER INDEX. */
export function alterIndex(index: string, { subtype }: AlterTableCmd): Action {
  switch (subtype) {
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return { kind: 'alter-index', index }
    case 'AT_SetTableSpace':
      return { kind: 'rewrite', table: index, by: 'set tablespace' }
    default:
      return { kind: 'other' }
  }
}

function addColumn(table: string, { ColumnDef: def }: Node, ifNotExists: boolean): Action {
  if (def === undefined) return { kind: 'other' }
  const calls = defaultCallsIn(def.constraints)
  return { kind: 'add-column', table, ...columnDefinition(table, def), ifNotExists, calls }
}

function alterType(table: string, column: string, { ColumnDef: def }: Node): Action {
  if (def === undefined) return { kind: 'other' }
  const using = def.raw_default !== undefined
  const type = typeOf(def.typeName)
  const [computed, casts] = [computedBy(def), !using || castsTo(def)]
  return { kind: 'alter-type', table, column, type, collation: collationOf(def), using, computed, casts }
}

function computedBy({ raw_default: value, typeName }: ColumnDef): boolean | 'maybe' {
  const bare = value?.TypeCast?.arg ?? value
  if (bare === undefined) return false
  if (bare.ColumnRef === undefined) return bare.TypeCast === undefined ? true : 'maybe'
  const isOther = value?.TypeCast !== undefined && !sameType(typeOf(value.TypeCast.typeName), typeOf(typeName))
  return isOther && 'maybe'
}

/** Whether USING reads something as the new type: `trim(a)::integer`. A column of another type is read so by itself. */
function castsTo({ raw_default: value, typeName }: ColumnDef): boolean {
  if (value?.ColumnRef !== undefined) return true
  const casts = [...valuesOf(value, 'TypeCast')] as readonly NonNullable<Node['TypeCast']>[]
  return casts.some(({ arg, typeName: to }) => arg.A_Const === undefined && typeOf(to).name === typeOf(typeName).name)
}

function setIdentity(table: string, column: string, { List: options }: Node): Action {
  const restarts = options?.items.some(
    ({ DefElem: option }) => option?.defname === 'restart' && option.arg !== undefined,
  )
  return restarts === true ? { kind: 'restart-identity', table, column } : { kind: 'adjust', table, lock: 'strong' }
}

function addConstraint(table: string, { Constraint: def }: Node): Action {
  const constraint = def && constraintFacts(table, def)
  return constraint === undefined ? { kind: 'other' } : { kind: 'add-constraint', table, constraint }
}

function attach(table: string, { PartitionCmd: cmd }: Node): Action {
  if (cmd === undefined) return { kind: 'other' }
  const { name, bound } = cmd
  const [partition, isDefault] = [relationName(name), bound?.is_default === true]
  return { kind: 'attach', table, partition, isDefault, bounds: boundsOf(bound) }
}

function detach(table: string, { PartitionCmd: cmd }: Node): Action {
  if (cmd === undefined) return { kind: 'other' }
  return { kind: 'detach', table, partition: relationName(cmd.name), concurrently: cmd.concurrent === true }
}

function alterConstraint(table: string, { ATAlterConstraint: altered }: Node): Action {
  const { conname: name = '', alterEnforceability, is_enforced } = altered ?? {}
  return alterEnforceability === true && is_enforced === true
    ? { kind: 'enforce-constraint', table, name }
    : { kind: 'adjust', table, lock: 'strong' }
}

/** What changes only how the table is treated. */
function adjusted(table: string, subtype: string): Action {
  if (beside.has(subtype)) return { kind: 'adjust', table, lock: 'beside' }
  return alone.has(subtype) ? { kind: 'adjust', table, lock: 'strong' } : { kind: 'other' }
}

const beside: ReadonlySet<string> = new Set([
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ResetRelOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
])

const identities: Readonly<Record<string, 'key' | 'nothing'>> = { d: 'key', n: 'nothing' }

const alone: ReadonlySet<string> = new Set([
  'AT_DropExpression',
  'AT_NoForceRowSecurity',
  'AT_EnableRule',
  'AT_DisableRule',
  'AT_DropInherit',
  'AT_AddOf',
  'AT_DropOf',
])
