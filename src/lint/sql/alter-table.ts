import type { Action } from '../action'
import { sameType } from '../pg-type'
import { collationOf, columnDefinition, constraintFacts, defaultCallsIn, typeOf } from './definitions'
import { defaultKind } from './expressions'
import type { AlterTableCmd, ColumnDef, Node } from './nodes'
import { relationName } from './nodes'

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
      return { kind: 'set-default', table, column: name, default: defaultKind(cmd.def) }
    case 'AT_AddIdentity':
      return { kind: 'add-identity', table, column: name, starts: JSON.stringify(def).includes('"defname":"start"') }
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
      return { kind: 'replica-identity', table, byKey: def.ReplicaIdentityStmt?.identity_type === 'd' }
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
    case 'AT_EnableTrig':
    case 'AT_EnableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrig':
    case 'AT_DisableTrigAll':
    case 'AT_DisableTrigUser':
      return { kind: 'trigger', table, does: 'toggle', name, events: [] }
    default:
      return adjusted(table, subtype)
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
  return { kind: 'alter-type', table, column, type, collation: collationOf(def), using, computed: computedBy(def) }
}

function computedBy({ raw_default: value, typeName }: ColumnDef): boolean | 'maybe' {
  const bare = value?.TypeCast?.arg ?? value
  if (bare === undefined) return false
  if (bare.ColumnRef === undefined) return bare.TypeCast === undefined ? true : 'maybe'
  const isOther = value?.TypeCast !== undefined && !sameType(typeOf(value.TypeCast.typeName), typeOf(typeName))
  return isOther && 'maybe'
}

function addConstraint(table: string, { Constraint: def }: Node): Action {
  const constraint = def && constraintFacts(table, def)
  return constraint === undefined ? { kind: 'other' } : { kind: 'add-constraint', table, constraint }
}

function attach(table: string, { PartitionCmd: cmd }: Node): Action {
  if (cmd === undefined) return { kind: 'other' }
  return { kind: 'attach', table, partition: relationName(cmd.name), isDefault: cmd.bound?.is_default === true }
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

const alone: ReadonlySet<string> = new Set([
  'AT_DropExpression',
  'AT_DropIdentity',
  'AT_SetIdentity',
  'AT_NoForceRowSecurity',
  'AT_EnableRule',
  'AT_DisableRule',
])
