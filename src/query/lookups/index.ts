import { contains } from './contains'
import { endswith } from './endswith'
import { exact } from './exact'
import { gt } from './gt'
import { gte } from './gte'
import { icontains } from './icontains'
import { iendswith } from './iendswith'
import { iexact } from './iexact'
import { isIn } from './in'
import { iregex } from './iregex'
import { isnull } from './isnull'
import { istartswith } from './istartswith'
import type { Lookup } from './lookup'
import { lt } from './lt'
import { lte } from './lte'
import { range } from './range'
import { regex } from './regex'
import { startswith } from './startswith'

/** Every lookup, by its name. */
export const lookups: ReadonlyMap<string, Lookup> = new Map(
  [
    exact,
    iexact,
    contains,
    icontains,
    startswith,
    istartswith,
    endswith,
    iendswith,
    gt,
    gte,
    lt,
    lte,
    isIn,
    isnull,
    range,
    regex,
    iregex,
  ].map((lookup) => [lookup.name, lookup]),
)
