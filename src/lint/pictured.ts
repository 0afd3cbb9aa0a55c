import type { Action, ActionOf, ColumnFacts, Published } from './action'
import { kept, renamedPart, withColumn, withConstraints, without } from './parts-of-table'
import type { Picture, PicturedTable } from './picture'
import { domainsAfter } from './pictured-domains'
import { readersAfter, withColumnRenamed, withReader, withTableRenamed, withView } from './pictured-readers'
import { sequenceName } from './sql/sequences'

/** The picture after an action. What is not in the picture cannot change in it. */
export function pictured(picture: Picture, action: Action): Picture {
  switch (action.kind) {
    case 'create-table':
      return created(picture, action)
    case 'drop-table':
      return picture.with({
        tables: without(picture.tables, action.table),
        readers: new Map([...picture.readers].filter(([, { of }]) => of !== action.table)),
      })
    case 'rename-table':
    case 'set-schema':
      return renamed(picture, action)
    case 'rename-column':
      return ofTable(picture, action).with(withColumnRenamed(picture, action))
    case 'inherit':
      return inherited(picture, action.parent, action.table)
    case 'rename-type':
      return retyped(picture, action)
    case 'create-view':
      return picture.with({ views: withView(picture.views, action) })
    case 'fill-view':
      return picture.with({ storedViews: withView(picture.storedViews, action) })
    case 'drop-view':
      return picture.with({
        views: without(picture.views, action.view),
        storedViews: without(picture.storedViews, action.view),
      })
    case 'create-domain':
      return picture.with({ domains: new Map(picture.domains).set(action.domain, action) })
    case 'constrain-domain':
    case 'relax-domain':
    case 'domain-default':
      return picture.with({ domains: domainsAfter(picture.domains, action) })
    case 'create-sequence':
      return picture.with({ newSequences: new Set([...picture.newSequences, action.sequence]) })
    case 'trigger':
    case 'rule':
    case 'policy':
      return ofTable(picture, action).with({ readers: readersAfter(picture.readers, action) })
    case 'publish':
      return picture.with({
        publications: new Map(picture.publications).set(action.publication, published(picture, action)),
      })
    case 'drop-other':
      return picture.with({
        readers: without(picture.readers, `${action.what} ${action.name}`),
        ...(action.what === 'publication' && { publications: without(picture.publications, action.name) }),
      })
    case 'create-function': {
      const others = [...picture.steadyFunctions].filter((name) => name !== action.function)
      const { function: name, tables, columns } = action
      return picture.with({
        steadyFunctions: new Set(action.steady ? [...others, action.function] : others),
        readers: withReader(picture.readers, { what: 'function', name, of: undefined, tables, columns }),
      })
    }
    case 'create-enum':
      return picture.with({ newEnums: new Set([...picture.newEnums, action.enum]) })
    case 'drop-index': {
      const owner = picture.tableOfIndex(action.name)
      return owner === undefined
        ? picture
        : changed(picture, owner.name, { indexes: without(owner.indexes, action.name) })
    }
    case 'add-identity':
      return ofTable(picture, action).with({ newSequences: new Set([...picture.newSequences, action.sequence]) })
    case 'add-column':
      return ofTable(picture, action).with({ newSequences: withSequences(picture, action.table, [action.column]) })
    default:
      return ofTable(picture, action)
  }
}

function ofTable(picture: Picture, action: Action): Picture {
  if (!('table' in action)) return picture
  // An index is renamed by itself.
  const table = picture.tables.get(action.table) ?? picture.tableOfIndex(action.table)
  return table === undefined ? picture : changed(picture, table.name, partsAfter(table, action))
}

/** What becomes of the parts of one table. */
function partsAfter(table: PicturedTable, action: Action): Partial<PicturedTable> {
  const { columns, constraints, indexes } = table
  switch (action.kind) {
    case 'add-column':
      // IF NOT EXISTS.
      if (columns.has(action.column.name)) return {}
      return {
        columns: new Map(columns).set(action.column.name, action.column),
        constraints: withConstraints(constraints, action.constraints),
      }
    case 'drop-column':
      return {
        columns: without(columns, action.column),
        constraints: kept(constraints, action.column),
        indexes: kept(indexes, action.column),
      }
    case 'rename-column':
      return {
        columns: new Map(
          [...columns.values()].map((column) => {
            const name = column.name === action.column ? action.to : column.name
            return [name, { ...column, name }]
          }),
        ),
        constraints: withColumn(constraints, action.column, action.to),
        indexes: withColumn(indexes, action.column, action.to),
      }
    case 'alter-type':
      return column(table, action.column, { type: action.type, collation: action.collation })
    case 'set-not-null':
      return column(table, action.column, { nullable: false })
    case 'drop-not-null':
      return column(table, action.column, { nullable: true })
    case 'set-default':
      return column(table, action.column, { default: action.default, given: action.given })
    case 'add-identity':
      return column(table, action.column, { counts: 'identity' })
    case 'drop-identity':
      return column(table, action.column, { counts: undefined })
    case 'add-constraint': {
      const { usingIndex } = action.constraint
      const columns_ = usingIndex === undefined ? undefined : indexes.get(usingIndex)?.columns
      const added = { ...action.constraint, columns: columns_ ?? action.constraint.columns }
      return {
        constraints: withConstraints(constraints, [added]),
        ...(usingIndex !== undefined && { indexes: without(indexes, usingIndex) }),
      }
    }
    case 'validate-constraint': {
      const constraint = constraints.get(action.name)
      return constraint === undefined
        ? {}
        : { constraints: new Map(constraints).set(action.name, { ...constraint, valid: true }) }
    }
    case 'drop-constraint':
      return { constraints: without(constraints, action.name) }
    case 'create-index':
      return { indexes: new Map(indexes).set(action.index.name, action.index) }
    case 'rename-part':
      return { constraints: renamedPart(constraints, action), indexes: renamedPart(indexes, action) }
    case 'attach':
      return {
        partitions: [...table.partitions, action.partition],
        ...(action.isDefault && { defaultPartition: action.partition }),
      }
    case 'detach':
      return {
        partitions: table.partitions.filter((name) => name !== action.partition),
        ...(table.defaultPartition === action.partition && { defaultPartition: undefined }),
      }
    case 'replica-identity':
      return { identifiedByKey: action.by === 'key' }
    case 'trigger':
      return { triggers: triggersAfter(table.triggers, action) }
    case 'rule':
      return { hasRules: table.hasRules || action.does === 'create' }
    case 'rewrite':
      return /logged/.test(action.by) ? { unlogged: action.by === 'set unlogged' } : {}
    case 'grant-columns':
      return { hasColumnGrants: true }
    default:
      return {}
  }
}

function created(picture: Picture, action: ActionOf<'create-table'>): Picture {
  const { table: name, columns, constraints, partitionOf: of, isDefault, inherits, unlogged } = action
  if (action.ifNotExists && picture.tables.has(name)) return picture
  const keys = new Set(constraints.filter(({ kind }) => kind === 'primary').flatMap((key) => key.columns))
  const table: PicturedTable = {
    name,
    isNew: true,
    columns: new Map(columns.map((each) => [each.name, { ...each, nullable: each.nullable && !keys.has(each.name) }])),
    constraints: withConstraints(new Map(), constraints),
    indexes: new Map(),
    partitionKey: action.partitionKey,
    partitions: [],
    defaultPartition: undefined,
    hasColumnGrants: false,
    identifiedByKey: true,
    heirs: [],
    unlogged,
    triggers: new Map(),
    hasRules: false,
  }
  const next = inherits.reduce(
    (before, parent) => inherited(before, parent, name),
    picture.with({
      tables: new Map(picture.tables).set(name, table),
      newSequences: withSequences(picture, name, columns),
    }),
  )
  const parent = of === undefined ? undefined : next.tables.get(of)
  if (of === undefined || parent === undefined) return next
  return changed(next, of, {
    partitions: [...parent.partitions, name],
    ...(isDefault && { defaultPartition: name }),
  })
}

/** With those that count the columns of a table. */
function withSequences({ newSequences }: Picture, table: string, columns: readonly ColumnFacts[]): ReadonlySet<string> {
  const counted = columns.filter(({ counts }) => counts !== undefined)
  return new Set([...newSequences, ...counted.map(({ name }) => sequenceName(table, name))])
}

function inherited(picture: Picture, parent: string, heir: string): Picture {
  return changed(picture, parent, { heirs: [...(picture.tables.get(parent)?.heirs ?? []), heir] })
}

function triggersAfter(
  triggers: PicturedTable['triggers'],
  { does, name, events }: ActionOf<'trigger'>,
): PicturedTable['triggers'] {
  if (does === 'toggle') return triggers
  return does === 'create' ? new Map(triggers).set(name, events) : without(triggers, name)
}

function published(picture: Picture, { publication, does, of }: ActionOf<'publish'>): Published {
  const before = picture.publications.get(publication)
  if (before === undefined || does === 'create' || does === 'set') return of
  const merge = (some: readonly string[], others: readonly string[]): readonly string[] =>
    does === 'add' ? [...some, ...others] : some.filter((name) => !others.includes(name))
  return { ...before, tables: merge(before.tables, of.tables), schemas: merge(before.schemas, of.schemas) }
}

function renamed(picture: Picture, action: ActionOf<'rename-table'> | ActionOf<'set-schema'>): Picture {
  const { table, to } = action
  const other = (name: string): string => (name === table ? to : name)
  const tables = [...picture.tables.values()].map((each): [string, PicturedTable] => {
    const name = other(each.name)
    const constraints = new Map(
      [...each.constraints].map(([key, one]) => [key, one.target === table ? { ...one, target: to } : one]),
    )
    return [name, { ...each, name, constraints, partitions: each.partitions.map(other), heirs: each.heirs.map(other) }]
  })
  return picture.with({
    tables: new Map(tables),
    ...withTableRenamed(picture, action),
  })
}

function retyped(picture: Picture, { type, to }: ActionOf<'rename-type'>): Picture {
  const other = (column: ColumnFacts): ColumnFacts =>
    column.type.name === type ? { ...column, type: { ...column.type, name: to } } : column
  const tables = [...picture.tables].map(
    ([name, table]) =>
      [name, { ...table, columns: new Map([...table.columns].map(([key, column]) => [key, other(column)])) }] as const,
  )
  return picture.with({ tables: new Map(tables) })
}

function changed(picture: Picture, name: string, parts: Partial<PicturedTable>): Picture {
  const table = picture.tables.get(name)
  if (table === undefined) return picture
  return picture.with({ tables: new Map(picture.tables).set(name, { ...table, ...parts }) })
}

function column(table: PicturedTable, name: string, facts: Partial<ColumnFacts>): Partial<PicturedTable> {
  const known = table.columns.get(name)
  return known === undefined ? {} : { columns: new Map(table.columns).set(name, { ...known, ...facts }) }
}
