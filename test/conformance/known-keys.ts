import type { Json } from './expressions'

/** Keys that cases may have: those that say something of the schema, and those that are for people and forms. */
interface Known {
  readonly what: string
  readonly held: ReadonlySet<string>
  readonly forPeople: ReadonlySet<string>
}

function known(what: string, held: string, forPeople = ''): Known {
  return { what, held: new Set(held.trim().split(/\s+/)), forPeople: new Set(forPeople.trim().split(/\s+/)) }
}

/** The entries that say something. A key that nobody knows may say something too: better no answer than a wrong one. */
export function refuseOthers(path: string, json: object, { what, held, forPeople }: Known): [string, unknown][] {
  return Object.entries(json as Json).filter(([key]) => {
    if (!held.has(key) && !forPeople.has(key)) throw new Error(`${path}: unknown ${what} ${key}`)
    return held.has(key)
  })
}

export const caseKeys = known(
  'key of a case',
  'name group before after renames defaults initial changes beforeCatalog afterCatalog revertedCatalog revertError',
)

export const modelKeys = known('key of a model', 'app name fields options bases')

export const fieldOptions = known(
  'option of a field',
  `null default dbDefault unique dbIndex primaryKey dbColumn dbComment dbCollation dbTablespace
   maxLength maxDigits decimalPlaces size baseField autoNow autoNowAdd
   to onDelete toField relatedName dbConstraint deferrable parentLink through throughFields dbTable symmetrical
   expression outputField dbPersist pkFields`,
  `autoCreated serialize verboseName helpText choices blank editable validators errorMessages
   uniqueForDate uniqueForMonth uniqueForYear relatedQueryName limitChoicesTo swappable
   path match recursive allowFiles allowFolders uploadTo storage widthField heightField
   protocol unpackIpv4 allowUnicode encoder decoder defaultBounds`,
)

export const modelOptions = known(
  'model option',
  `dbTable dbTableComment dbTablespace ordering getLatestBy indexes constraints uniqueTogether orderWithRespectTo
   managed proxy abstract`,
  `verboseName verboseNamePlural permissions defaultPermissions defaultRelatedName baseManagerName defaultManagerName
   selectOnSave requiredDbFeatures requiredDbVendor appLabel`,
)

export const indexOptions = known(
  'option of an index',
  `name fields expressions condition include opclasses dbTablespace
   fillfactor deduplicateItems deduplicate_items autosummarize pagesPerRange pages_per_range
   fastupdate ginPendingListLimit gin_pending_list_limit buffering length columns`,
)

export const constraintOptions = known(
  'option of a constraint',
  'name fields expressions condition check deferrable include opclasses nullsDistinct nulls_distinct indexType index_type',
  'violationErrorMessage violationErrorCode',
)
