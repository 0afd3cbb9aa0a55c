import { lockModes } from '../../schema/step'
import type { Action, ActionOf } from '../action'
import { alterIndex, alterStored, alterTable } from './alter-table'
import { commented } from './beside-tables'
import { bodyOf, createRule, createTrigger, policy } from './column-readers'
import { createIndex, createTable } from './creating'
import { alterDomain, createDomain } from './domains'
import { dropped } from './dropping'
import { columnsIn, functionsIn, textsIn } from './expressions'
import type { Parse } from './loader'
import { merged } from './merging'
import type { IntoClause, Node } from './nodes'
import { dottedName, relationName, textOf } from './nodes'
import { alterPublication, createPublication } from './publications'
import { changesBeside, namesGiven, queryActions, starredIn } from './queries'
import { moved, renamed } from './renaming'
import { alterSequence } from './sequences'
import { setting } from './settings'
import { unqualifiedIn } from './unqualified'
import { readsOf } from './uses'
import { whereOf } from './where'

export interface ReadStatement {
  readonly sql: string
  /** As PostgreSQL's parser gives it; undefined: it is none that it knows. */
  readonly node: Node | undefined
  /** In the order in which it does them. */
  readonly actions: readonly Action[]
  /** Relations that it names without their schema. */
  readonly unqualified: readonly string[]
  /** Texts that stand in it. */
  readonly texts: readonly string[]
}

/** What each statement of a text does, as PostgreSQL reads it. */
export function readSql(sql: string, parse: Parse): readonly ReadStatement[] {
  return (
    parse(sql)?.map((one) => ({
      ...one,
      actions: actionsOf(one.node),
      unqualified: unqualifiedIn(one.node),
      texts: textsIn(one.node),
    })) ?? [
      {
        sql,
        node: undefined,
        actions: [{ kind: 'opaque', what: 'a text that PostgreSQL does not parse' }],
        unqualified: [],
        texts: [],
      },
    ]
  )
}

type Reader<Kind extends keyof Node> = (node: NonNullable<Node[Kind]>) => readonly Action[]

const readers: { readonly [Kind in keyof Node]?: Reader<Kind> } = {
  AlterTableStmt: ({ relation, cmds, objtype }) => {
    if (objtype === 'OBJECT_INDEX') return cmds.map(({ AlterTableCmd: cmd }) => alterIndex(relationName(relation), cmd))
    if (objtype === 'OBJECT_MATVIEW')
      return cmds.map(({ AlterTableCmd: cmd }) => alterStored(relationName(relation), cmd))
    if (objtype !== 'OBJECT_TABLE') return []
    return cmds.map(({ AlterTableCmd: cmd }) => alterTable(relationName(relation), cmd))
  },
  RenameStmt: renamed,
  AlterTableMoveAllStmt: () => [{ kind: 'rewrite-all', by: 'set tablespace' }],
  AlterObjectSchemaStmt: moved,
  CreateStmt: createTable,
  CreateTableAsStmt: ({ query, into, objtype, if_not_exists }) => {
    const name = relationName(into.rel)
    const filled = into.skipData !== true
    const starred = starredIn(query)
    const made: Action =
      objtype === 'OBJECT_MATVIEW'
        ? {
            kind: 'fill-view',
            view: name,
            filled,
            tables: readsOf(query),
            columns: columnsIn(query),
            calls: functionsIn(query),
            starred,
          }
        : { ...tableInto(into), ifNotExists: if_not_exists === true }
    return [...(filled ? queryActions(query) : []), made]
  },
  DropStmt: dropped,
  IndexStmt: createIndex,
  ReindexStmt: ({ kind, relation, params }) => [
    {
      kind: 'reindex',
      what: relation === undefined ? 'the database' : relationName(relation),
      of: kind === 'REINDEX_OBJECT_INDEX' ? 'index' : kind === 'REINDEX_OBJECT_TABLE' ? 'table' : 'many',
      concurrently: has(params, 'concurrently'),
    },
  ],
  VacuumStmt: ({ options, rels = [], is_vacuumcmd }) => {
    const tables = rels.map(({ VacuumRelation: { relation } }) => relationName(relation))
    const isFull = is_vacuumcmd === true && has(options, 'full')
    const analyzes = is_vacuumcmd !== true || has(options, 'analyze')
    return [
      ...(isFull ? rewriteAll(tables, 'vacuum full') : []),
      ...(is_vacuumcmd === true && !isFull
        ? [{ kind: 'vacuum', tables: tables.length === 0 ? 'all' : tables } as const]
        : []),
      ...(analyzes ? [{ kind: 'analyze', tables: tables.length === 0 ? 'all' : tables } as const] : []),
    ]
  },
  ClusterStmt: ({ relation }) => rewriteAll(relation === undefined ? [] : [relationName(relation)], 'cluster'),
  LockStmt: ({ relations, mode }) =>
    relations.map(({ RangeVar: range }) => ({
      kind: 'lock-table',
      table: relationName(range),
      mode: lockModes[mode - 1] ?? 'ACCESS EXCLUSIVE',
    })),
  TruncateStmt: ({ relations, behavior }) =>
    relations.map(({ RangeVar: range }) => ({
      kind: 'truncate',
      table: relationName(range),
      cascade: behavior === 'DROP_CASCADE',
    })),
  CreateDomainStmt: createDomain,
  AlterDomainStmt: alterDomain,
  CreateEnumStmt: ({ typeName }) => [{ kind: 'create-enum', enum: dottedName(typeName) }],
  AlterEnumStmt: ({ typeName, newVal, oldVal, newValNeighbor }) => [
    oldVal === undefined
      ? { kind: 'add-enum-value', enum: dottedName(typeName), value: newVal, isPlaced: newValNeighbor !== undefined }
      : { kind: 'rename-enum-value', enum: dottedName(typeName), value: oldVal },
  ],
  CreateSeqStmt: ({ sequence }) => [{ kind: 'create-sequence', sequence: relationName(sequence) }],
  AlterSeqStmt: alterSequence,
  CreateTrigStmt: createTrigger,
  RuleStmt: createRule,
  CommentStmt: commented,
  CreateFunctionStmt: (node) => [
    {
      kind: 'create-function',
      function: dottedName(node.funcname),
      steady: /^(stable|immutable)$/.test(volatility(node.options)),
      ...bodyOf(node),
    },
  ],
  CreateStatsStmt: ({ relations }) =>
    relations.flatMap(({ RangeVar: range }) =>
      range ? [{ kind: 'adjust', table: relationName(range), lock: 'beside' }] : [],
    ),
  CreatePolicyStmt: (node) => policy('create', node),
  AlterPolicyStmt: (node) => policy('alter', node),
  ViewStmt: ({ view, query }) => [
    {
      kind: 'create-view',
      view: relationName(view),
      tables: readsOf(query),
      columns: columnsIn(query),
      gives: namesGiven(query),
      calls: functionsIn(query),
      starred: starredIn(query),
    },
  ],
  RefreshMatViewStmt: ({ relation, concurrent }) => [
    { kind: 'refresh-view', view: relationName(relation), concurrently: concurrent === true },
  ],
  GrantStmt: ({ is_grant, objects = [], privileges = [] }) =>
    is_grant === true && privileges.some(({ AccessPriv: { cols = [] } }) => cols.length > 0)
      ? objects.flatMap(({ RangeVar: range }) => (range ? [{ kind: 'grant-columns', table: relationName(range) }] : []))
      : [],
  TransactionStmt: ({ kind }) =>
    /SAVEPOINT|RELEASE|ROLLBACK_TO/.test(kind) ? [] : [{ kind: 'transaction', word: kind.replace('TRANS_STMT_', '') }],
  DoStmt: () => [{ kind: 'opaque', what: 'a DO block' }],
  CallStmt: () => [{ kind: 'opaque', what: 'a procedure' }],
  ExecuteStmt: () => [{ kind: 'opaque', what: 'a prepared statement' }],
  SelectStmt: (select) => [
    ...queryActions({ SelectStmt: select }),
    ...(select.intoClause === undefined ? [] : [tableInto(select.intoClause)]),
  ],
  InsertStmt: (insert) => [
    ...queryActions(insert.selectStmt),
    {
      kind: 'insert',
      table: relationName(insert.relation),
      namesConstraint: insert.onConflictClause?.infer?.conname !== undefined,
      updates: (insert.onConflictClause?.targetList ?? []).map(({ ResTarget: { name } }) => name),
    },
  ],
  CopyStmt: ({ relation, is_from }) =>
    relation && is_from === true
      ? [{ kind: 'insert', table: relationName(relation), namesConstraint: false, updates: [] }]
      : [],
  MergeStmt: merged,
  UpdateStmt: (update) => [
    {
      kind: 'update',
      table: relationName(update.relation),
      columns: update.targetList.map(({ ResTarget: { name } }) => name),
      where: whereOf(update.whereClause),
    },
  ],
  DeleteStmt: ({ relation, whereClause }) => [
    { kind: 'delete', table: relationName(relation), where: whereOf(whereClause) },
  ],
  VariableSetStmt: setting,
  CreatePublicationStmt: createPublication,
  AlterPublicationStmt: alterPublication,
  DropdbStmt: ({ dbname }) => [{ kind: 'drop-other', what: 'database', name: dbname, cascade: false }],
  DropOwnedStmt: ({ roles }) => roles.map((role) => ({ kind: 'drop-owned', role: roleName(role) })),
  CreatedbStmt: () => [{ kind: 'of-server', what: 'CREATE DATABASE' }],
  CreateTableSpaceStmt: () => [{ kind: 'of-server', what: 'CREATE TABLESPACE' }],
  DropTableSpaceStmt: () => [{ kind: 'of-server', what: 'DROP TABLESPACE' }],
  AlterSystemStmt: () => [{ kind: 'of-server', what: 'ALTER SYSTEM' }],
}

const plainTable = {
  kind: 'create-table',
  columns: [],
  constraints: [],
  partitionOf: undefined,
  isDefault: false,
  partitionKey: undefined,
  unlogged: false,
  like: [],
  inherits: [],
} as const

/** Of a query: CREATE TABLE AS and SELECT INTO. */
function tableInto({ rel }: IntoClause): ActionOf<'create-table'> {
  return { ...plainTable, table: relationName(rel), temporary: rel.relpersistence === 't', ifNotExists: false }
}

function actionsOf(node: Node): readonly Action[] {
  const [kind] = Object.keys(node) as (keyof Node)[]
  return kind === undefined ? [] : [...changesBeside(node).flatMap(actionsOf), ...read(kind, node)]
}

/** A kind and its reader belong together, which a loop over all kinds cannot say. */
function read<Kind extends keyof Node>(kind: Kind, node: Node): readonly Action[] {
  const reader = readers[kind] as Reader<Kind> | undefined
  const value = node[kind]
  return reader === undefined || value === undefined ? [] : reader(value)
}

/** No name: every table of the database. */
function rewriteAll(tables: readonly string[], by: 'vacuum full' | 'cluster'): readonly Action[] {
  return tables.length === 0 ? [{ kind: 'rewrite-all', by }] : tables.map((table) => ({ kind: 'rewrite', table, by }))
}

function volatility(options: readonly Node[] = []): string {
  return textOf(options.find(({ DefElem: option }) => option?.defname === 'volatility')?.DefElem?.arg)
}

function has(options: readonly Node[] | undefined, name: string): boolean {
  return options?.some(({ DefElem: option }) => option?.defname === name && textOf(option.arg) !== 'false') === true
}

function roleName({ RoleSpec: role }: Node): string {
  return role?.rolename ?? role?.roletype.replace('ROLESPEC_', '') ?? ''
}
