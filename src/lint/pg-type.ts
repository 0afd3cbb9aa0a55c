/** A type as PostgreSQL says it: `varchar(50)[]`. */
export interface PgType {
  readonly name: string
  readonly modifiers: readonly number[]
  readonly array: boolean
}

/** A type that a database has of its own over another one. */
export interface Domain {
  readonly base: PgType
  /** The checks that it holds its values to, by name. */
  readonly checks: readonly string[]
  readonly notNull: boolean
  /** Functions of its default; undefined: it has none. */
  readonly calls?: readonly string[] | undefined
}

export type Domains = ReadonlyMap<string, Domain>

export interface TypeChangeFacts {
  readonly from: PgType
  readonly to: PgType
  readonly using: boolean
  /** Whether USING makes other values. */
  readonly computed: boolean
  readonly domains: Domains
}

/** `character varying` and `int4` by the names that people use. */
const aliases: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
  decimal: 'numeric',
}

export function pgType(name: string, modifiers: readonly number[] = [], array = false): PgType {
  return { name: aliases[name] ?? name, modifiers, array }
}

export function typeText({ name, modifiers, array }: PgType): string {
  return `${name}${modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`}${array ? '[]' : ''}`
}

export function sameType(a: PgType, b: PgType): boolean {
  return typeText(a) === typeText(b)
}

/** Whether the rows stay as they are: the new type reads the same bytes, and every value fits it. */
export function keepsRows(change: TypeChangeFacts): boolean {
  const { domains, using, computed } = change
  if (computed) return false
  if (constrained(change.to, domains)) return sameType(change.from, change.to)
  const [from, to] = [based(change.from, domains), based(change.to, domains)]
  if (sameType(from, to)) return true
  if (from.array || to.array) return from.array && to.array && from.name === to.name && fits(from, to)
  if (isTimestamp(from) && isTimestamp(to) && from.name !== to.name) return false
  return readsAlike(from.name, to.name) && fits(from, to) && !(using && from.name !== to.name && !isText(from.name))
}

/** Whether it is known for sure what becomes of the rows. */
export function isKnownChange({ from, to, domains }: TypeChangeFacts): boolean {
  const [a, b] = [based(from, domains), based(to, domains)]
  if (sameType(a, b) || a.name === b.name || constrained(to, domains)) return true
  return [a, b].every(({ name }) => isText(name) || name === 'bytea' || knownTypes.has(name))
}

/** Whether a value there may be too long or too large for the new type. */
export function narrows({ from, to, domains }: Pick<TypeChangeFacts, 'from' | 'to' | 'domains'>): boolean {
  const [a, b] = [based(from, domains), based(to, domains)]
  if (a.array !== b.array) return false
  if (isText(a.name) && isText(b.name)) return shorter(a, b)
  const [before, after] = [sizes[a.name], sizes[b.name]]
  if (before !== undefined && after !== undefined && a.name !== b.name) return after < before
  if (isTimestamp(a) && isTimestamp(b)) return shorter(a, b)
  if (a.name !== b.name) return false
  if (a.name === 'numeric') return digits(b) < digits(a) || scale(b) < scale(a)
  return shorter(a, b)
}

/** Whether there may be a value that no conversion makes one of the new type. */
export function mayNotConvert({ from, to, domains }: TypeChangeFacts): boolean {
  const [a, b] = [based(from, domains), based(to, domains)]
  return isText(a.name) && (knownTypes.has(b.name) || writtenTypes.has(b.name))
}

/** Whether there are values of which the new type, which is no smaller one of the same kind, keeps a part. */
export function losesParts({ from, to, domains }: TypeChangeFacts): boolean {
  const [a, b] = [based(from, domains), based(to, domains)]
  return !a.array && !b.array && partly[a.name]?.includes(b.name) === true
}

export function isTimeZoneChange({ from, to }: TypeChangeFacts): boolean {
  return !from.array && !to.array && isTimestamp(from) && isTimestamp(to) && from.name !== to.name
}

/** The type that a domain without constraints is. */
function based(type: PgType, domains: Domains): PgType {
  const domain = domains.get(type.name)
  return domain === undefined || type.array ? type : based(domain.base, domains)
}

/** Whether a domain, or one that it is over, holds its values to something. An array is not held to what its items are. */
export function constrained({ name, array }: PgType, domains: Domains): boolean {
  const domain = domains.get(name)
  return domain !== undefined && !array && (isHeld(domain) || constrained(domain.base, domains))
}

/** Whether a domain holds its values to something, by itself. */
export function isHeld({ checks, notNull }: Domain): boolean {
  return notNull || checks.length > 0
}

/** Functions of the default that a column has by its type; undefined: it has none. */
export function defaultCalls({ name, array }: PgType, domains: Domains): readonly string[] | undefined {
  const domain = domains.get(name)
  return domain === undefined || array ? undefined : (domain.calls ?? defaultCalls(domain.base, domains))
}

function readsAlike(from: string, to: string): boolean {
  return (
    from === to ||
    (isText(from) && isText(to) && from !== 'char' && to !== 'char') ||
    (from === 'cidr' && to === 'inet') ||
    (from === 'xml' && (to === 'text' || to === 'varchar'))
  )
}

function fits(from: PgType, to: PgType): boolean {
  if (from.name === 'char' || to.name === 'char' || from.name === 'bit') return sameType(from, to)
  if (to.modifiers.length === 0) return true
  if (from.modifiers.length === 0) return hasPrecision(to.name) && to.modifiers[0] === mostPrecise
  if (to.name === 'numeric') return scale(from) === scale(to) && digits(to) >= digits(from)
  return !shorter(from, to)
}

function shorter(from: PgType, to: PgType): boolean {
  const [before, after] = [length(from), length(to)]
  return after < before
}

function length({ name, modifiers }: PgType): number {
  const fallback = hasPrecision(name) ? mostPrecise : Number.POSITIVE_INFINITY
  // Of an interval the first number says which units it has.
  return (name === 'interval' ? modifiers.at(-1) : modifiers[0]) ?? fallback
}

/** Before the point. */
function digits({ modifiers: [precision = Number.POSITIVE_INFINITY, scaled = 0] }: PgType): number {
  return precision - scaled
}

function scale({ modifiers }: PgType): number {
  return modifiers.length === 0 ? Number.POSITIVE_INFINITY : (modifiers[1] ?? 0)
}

function isText(name: string): boolean {
  return name === 'text' || name === 'varchar' || name === 'char' || name === 'citext'
}

function isTimestamp({ name }: PgType): boolean {
  return name === 'timestamp' || name === 'timestamptz'
}

function hasPrecision(name: string): boolean {
  return precise.has(name)
}

const mostPrecise = 6
const precise: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'time', 'timetz', 'interval'])

/** Numbers by what they can hold. */
const sizes: Readonly<Record<string, number>> = {
  smallint: 1,
  integer: 2,
  bigint: 3,
  numeric: 4,
  real: 5,
  'double precision': 6,
}

/** Types that keep the day or the time of the day, or only the first digits. */
const partly: Readonly<Record<string, readonly string[]>> = {
  timestamp: ['date', 'time', 'timetz'],
  timestamptz: ['date', 'time', 'timetz'],
  timetz: ['time'],
  interval: ['time'],
  smallint: ['boolean'],
  integer: ['boolean', 'real'],
  bigint: ['boolean', 'real', 'double precision'],
  numeric: ['boolean', 'real', 'double precision'],
  inet: ['cidr'],
}

/** Of these it is known that not every text is one. */
const knownTypes: ReadonlySet<string> = new Set([
  ...Object.keys(sizes),
  ...precise,
  'boolean',
  'date',
  'uuid',
  'json',
  'jsonb',
  'inet',
  'cidr',
])

/** Of these it is only known that not every text is one. */
const writtenTypes: ReadonlySet<string> = new Set(
  `xml money macaddr macaddr8 bit varbit oid point line lseg box path polygon circle int4range int8range numrange tsrange
  tstzrange daterange`.split(/\s+/),
)
