import { bigint } from './bigint'
import { boolean } from './boolean'
import { bytes } from './bytes'
import { condition } from './condition'
import { constraint } from './constraint'
import { date } from './date'
import { dbIndex } from './db-index'
import { exported } from './exported'
import { expression } from './expression'
import { field } from './field'
import { list } from './list'
import { map } from './map'
import { nothing } from './nothing'
import { number } from './number'
import { operation } from './operation'
import { record } from './record'
import { regExp } from './reg-exp'
import type { Serializer } from './serializer'
import { set } from './set'
import { text } from './text'

/** The first that matches writes the value. */
export const serializers: readonly Serializer[] = [
  text,
  number,
  boolean,
  nothing,
  bigint,
  list,
  // Fields may be functions, and all of these but operations are plain objects too.
  field,
  dbIndex,
  constraint,
  expression,
  condition,
  operation,
  exported,
  record,
  date,
  bytes,
  map,
  set,
  regExp,
]
