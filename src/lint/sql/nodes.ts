/** What PostgreSQL's parser gives, as far as it is looked at: a node is an object with one key, which says its kind. */
export type Node = { readonly [Kind in keyof Nodes]?: Nodes[Kind] }

interface Nodes {
  readonly AlterTableStmt: { relation: RangeVar; cmds: readonly { AlterTableCmd: AlterTableCmd }[]; objtype: string }
  readonly RenameStmt: { renameType: string; relation?: RangeVar; object?: Node; subname?: string; newname: string }
  readonly AlterObjectSchemaStmt: { objectType: string; relation?: RangeVar; newschema: string }
  readonly AlterTableMoveAllStmt: object
  readonly CreateStmt: CreateStmt
  readonly CreateTableAsStmt: {
    query: Node
    into: IntoClause
    objtype: string
    if_not_exists?: boolean
  }
  readonly DropStmt: { objects: readonly Node[]; removeType: string; behavior: string; concurrent?: boolean }
  readonly IndexStmt: IndexStmt
  readonly ReindexStmt: { kind: string; relation?: RangeVar; params?: readonly Node[] }
  readonly VacuumStmt: {
    is_vacuumcmd?: boolean
    options?: readonly Node[]
    rels?: readonly { VacuumRelation: { relation: RangeVar } }[]
  }
  readonly ClusterStmt: { relation?: RangeVar }
  readonly LockStmt: { relations: readonly { RangeVar: RangeVar }[]; mode: number }
  readonly TruncateStmt: { relations: readonly { RangeVar: RangeVar }[]; behavior: string }
  readonly AlterDomainStmt: { subtype: string; typeName: readonly Node[]; name?: string; def?: Node }
  readonly CreateDomainStmt: {
    domainname: readonly Node[]
    typeName: TypeName
    constraints?: readonly { Constraint: Constraint }[]
  }
  readonly CreateEnumStmt: { typeName: readonly Node[] }
  readonly AlterEnumStmt: { typeName: readonly Node[]; newVal: string; oldVal?: string; newValNeighbor?: string }
  readonly CreateSeqStmt: { sequence: RangeVar }
  readonly AlterSeqStmt: { sequence: RangeVar; options?: readonly Node[] }
  readonly CreateTrigStmt: {
    relation: RangeVar
    trigname: string
    events?: number
    columns?: readonly Node[]
    whenClause?: Node
  }
  readonly RuleStmt: { relation: RangeVar; rulename: string; whereClause?: Node; actions?: readonly Node[] }
  readonly CommentStmt: { objtype: string; object: Node }
  readonly CreateStatsStmt: { relations: readonly Node[] }
  readonly CreatePolicyStmt: Policy
  readonly AlterPolicyStmt: Policy
  readonly ViewStmt: { view: RangeVar; query: Node }
  readonly RefreshMatViewStmt: { relation: RangeVar; concurrent?: boolean }
  readonly GrantStmt: {
    is_grant?: boolean
    targtype?: string
    objects?: readonly Node[]
    privileges?: readonly { AccessPriv: { cols?: readonly Node[] } }[]
  }
  readonly TransactionStmt: { kind: string }
  readonly DoStmt: object
  readonly CallStmt: object
  readonly ExecuteStmt: object
  readonly CreateFunctionStmt: { funcname: readonly Node[]; options?: readonly Node[]; sql_body?: Node }
  readonly SelectStmt: SelectStmt
  readonly InsertStmt: {
    relation: RangeVar
    selectStmt?: Node
    onConflictClause?: {
      action?: string
      infer?: { conname?: string }
      targetList?: readonly { ResTarget: { name: string } }[]
    }
    withClause?: WithClause
  }
  readonly UpdateStmt: {
    relation: RangeVar
    targetList: readonly { ResTarget: { name: string } }[]
    fromClause?: readonly Node[]
    whereClause?: Node
    withClause?: WithClause
  }
  readonly DeleteStmt: {
    relation: RangeVar
    usingClause?: readonly Node[]
    whereClause?: Node
    withClause?: WithClause
  }
  readonly MergeStmt: { relation: RangeVar; joinCondition: Node; mergeWhenClauses: readonly Node[] }
  readonly MergeWhenClause: { commandType: string; targetList?: readonly Node[] }
  readonly CopyStmt: { relation?: RangeVar; query?: Node; is_from?: boolean }
  readonly VariableSetStmt: { kind: string; name?: string; is_local?: boolean; args?: readonly Node[] }
  readonly DropdbStmt: { dbname: string }
  readonly CreatedbStmt: object
  readonly CreateTableSpaceStmt: object
  readonly DropTableSpaceStmt: object
  readonly AlterSystemStmt: object
  readonly DropOwnedStmt: { roles: readonly Node[] }
  readonly CreatePublicationStmt: {
    pubname: string
    for_all_tables?: boolean
    pubobjects?: readonly Node[]
    options?: readonly Node[]
  }
  readonly AlterPublicationStmt: {
    pubname: string
    for_all_tables?: boolean
    pubobjects?: readonly Node[]
    action?: string
  }

  readonly RangeVar: RangeVar
  readonly ColumnDef: ColumnDef
  readonly Constraint: Constraint
  readonly PartitionCmd: { name: RangeVar; bound?: PartitionBound; concurrent?: boolean }
  readonly ATAlterConstraint: { conname: string; alterEnforceability?: boolean; is_enforced?: boolean }
  readonly RoleSpec: { roletype: string; rolename?: string }
  readonly DefElem: { defname: string; arg?: Node }
  readonly TableLikeClause: { relation: RangeVar }
  readonly ReplicaIdentityStmt: { identity_type: string }
  readonly PublicationObjSpec: {
    pubobjtype: string
    name?: string
    pubtable?: { relation: RangeVar }
  }
  readonly JoinExpr: { larg: Node; rarg: Node }
  readonly ResTarget: { name?: string; val?: Node }
  readonly A_Star: object
  readonly List: { items: readonly Node[] }
  readonly String: { sval: string }
  readonly Integer: { ival?: number }
  readonly TypeName: TypeName
  readonly ObjectWithArgs: { objname: readonly Node[] }
  readonly ColumnRef: { fields: readonly Node[] }
  readonly A_Const: {
    ival?: { ival?: number }
    fval?: { fval: string }
    sval?: { sval: string }
    boolval?: { boolval?: boolean }
    isnull?: boolean
  }
  readonly A_Expr: { kind: string; name: readonly Node[]; lexpr?: Node; rexpr?: Node }
  readonly SQLValueFunction: { op: string }
  readonly SubLink: { subLinkType: string; testexpr?: Node; operName?: readonly Node[]; subselect: Node }
  readonly A_ArrayExpr: { elements?: readonly Node[] }
  readonly BoolExpr: { boolop: string; args: readonly Node[] }
  readonly NullTest: { arg: Node; nulltesttype: string }
  readonly FuncCall: { funcname: readonly Node[]; args?: readonly Node[] }
  readonly TypeCast: { arg: Node; typeName: TypeName }
}

export interface RangeVar {
  readonly schemaname?: string
  readonly relname: string
  readonly alias?: { readonly aliasname: string }
  /** `t`: temporary; `u`: unlogged. */
  readonly relpersistence?: string
  /** false: ONLY. */
  readonly inh?: boolean
}

export interface IntoClause {
  readonly rel: RangeVar
  readonly skipData?: boolean
}

export interface Policy {
  readonly policy_name: string
  readonly table: RangeVar
  readonly qual?: Node
  readonly with_check?: Node
}

export interface PartitionBound {
  /** `r`, `l` or `h`. */
  readonly strategy?: string
  readonly is_default?: boolean
  readonly lowerdatums?: readonly Node[]
  readonly upperdatums?: readonly Node[]
  readonly listdatums?: readonly Node[]
}

export interface WithClause {
  readonly ctes: readonly { readonly CommonTableExpr: { readonly ctename: string; readonly ctequery: Node } }[]
}

export interface SelectStmt {
  readonly intoClause?: IntoClause
  readonly targetList?: readonly Node[]
  readonly fromClause?: readonly Node[]
  readonly whereClause?: Node
  readonly limitCount?: Node
  readonly withClause?: WithClause
  /** Of a UNION and the like. */
  readonly larg?: SelectStmt
  readonly rarg?: SelectStmt
}

export interface AlterTableCmd {
  readonly subtype: string
  readonly name?: string
  readonly def?: Node
  readonly behavior?: string
  readonly missing_ok?: boolean
}

export interface CreateStmt {
  readonly relation: RangeVar
  readonly tableElts?: readonly Node[]
  readonly inhRelations?: readonly { readonly RangeVar: RangeVar }[]
  readonly partbound?: { readonly is_default?: boolean }
  readonly if_not_exists?: boolean
  readonly partspec?: { readonly partParams?: readonly { readonly PartitionElem: { readonly name?: string } }[] }
}

export interface IndexStmt {
  readonly idxname?: string
  readonly relation: RangeVar
  readonly indexParams: readonly { readonly IndexElem: { readonly name?: string; readonly expr?: Node } }[]
  readonly unique?: boolean
  readonly concurrent?: boolean
  readonly if_not_exists?: boolean
  readonly whereClause?: Node
}

export interface TypeName {
  readonly names: readonly Node[]
  readonly typmods?: readonly Node[]
  readonly arrayBounds?: readonly Node[]
}

export interface ColumnDef {
  readonly colname?: string
  readonly typeName: TypeName
  readonly constraints?: readonly { readonly Constraint: Constraint }[]
  readonly collClause?: { readonly collname: readonly Node[] }
  /** Of ALTER … TYPE: what follows USING. */
  readonly raw_default?: Node
}

export interface Constraint {
  readonly contype: string
  readonly conname?: string
  readonly raw_expr?: Node
  readonly keys?: readonly Node[]
  readonly fk_attrs?: readonly Node[]
  readonly pktable?: RangeVar
  readonly pk_attrs?: readonly Node[]
  /** `a`: NO ACTION, said or not. */
  readonly fk_del_action?: string
  readonly fk_upd_action?: string
  readonly indexname?: string
  readonly skip_validation?: boolean
  readonly is_enforced?: boolean
  readonly generated_kind?: string
  /** Of an identity. */
  readonly options?: readonly Node[]
  readonly exclusions?: readonly Node[]
}

export function textOf(node: Node | undefined): string {
  return node?.String?.sval ?? ''
}

/** `schema.name`, without the schema where it is the usual one. */
export function relationName({ schemaname, relname }: RangeVar): string {
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`
}

/** Of a list of words: `pg_catalog.int4`. */
export function dottedName(names: readonly Node[]): string {
  const words = names.map(textOf)
  return (words[0] === 'public' || words[0] === 'pg_catalog' ? words.slice(1) : words).join('.')
}

/** The names of the objects of a DROP, a COMMENT and the like, which come as a list of words or as one. */
export function objectName(node: Node): string {
  if (node.List !== undefined) return dottedName(node.List.items)
  if (node.TypeName !== undefined) return dottedName(node.TypeName.names)
  if (node.ObjectWithArgs !== undefined) return dottedName(node.ObjectWithArgs.objname)
  return textOf(node)
}

/** Everything under a key, however deep. */
export function* valuesOf(node: unknown, key: string): Generator<unknown, void> {
  if (typeof node !== 'object' || node === null) return
  for (const [name, inner] of Object.entries(node)) {
    if (name === key) yield inner
    yield* valuesOf(inner, key)
  }
}
