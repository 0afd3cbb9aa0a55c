import type { ColumnDefault } from '../../../schema/table'
import type { Expression } from '../../../sql/expression'

/**
 * Whether a default may give every row another value: PostgreSQL then writes the whole table when a column is added
 * with it. Of a function that is not known here we say yes, which costs a few steps more and no lock.
 */
export function isVolatile(value: ColumnDefault): boolean {
  return value.kind === 'expression' && [...functionsOf(value.expression)].some((name) => !isSteady(name))
}

/** Whether a function of PostgreSQL gives one value a statement. */
export function isSteady(name: string): boolean {
  return steady.has(name)
}

function* functionsOf(expression: Expression): Iterable<string> {
  switch (expression.kind) {
    case 'field':
    case 'value':
      return
    case 'call':
      yield expression.function.toLowerCase()
      for (const arg of expression.args) yield* functionsOf(arg)
      return
    case 'binary':
      yield* functionsOf(expression.left)
      yield* functionsOf(expression.right)
      return
    case 'cast':
    case 'collate':
    case 'opclass':
    case 'order':
      yield* functionsOf(expression.expression)
      return
    case 'case':
      for (const { then } of expression.whens) yield* functionsOf(then)
      if (expression.otherwise !== undefined) yield* functionsOf(expression.otherwise)
      return
    case 'raw':
      yield* calledIn(expression.sql)
  }
}

/** Names before a parenthesis, outside of texts. */
function* calledIn(sql: string): Iterable<string> {
  for (const [, name = ''] of sql.replace(/'(?:[^']|'')*'/g, "''").matchAll(/([\w.]+)\s*\(/g)) {
    yield name.toLowerCase().replace(/^pg_catalog\./, '')
  }
}

/** Functions of PostgreSQL that give one value a statement, and words that stand before a parenthesis and call none. */
const steady: ReadonlySet<string> = new Set(
  `now statement_timestamp transaction_timestamp current_timestamp localtimestamp localtime current_time current_date
  date_trunc date_part extract age to_timestamp to_date to_char to_number make_date make_time make_timestamp
  make_timestamptz make_interval timezone justify_days justify_hours justify_interval
  current_user session_user current_schema current_database current_setting
  lower upper initcap length char_length octet_length btrim ltrim rtrim trim lpad rpad left right repeat replace reverse
  substr substring split_part strpos position overlay translate concat concat_ws format md5 sha256 encode decode chr
  ascii quote_ident quote_literal regexp_replace starts_with coalesce nullif greatest least
  abs ceil ceiling floor round trunc sign sqrt cbrt power exp ln log mod div pi gcd lcm factorial width_bucket
  array_append array_prepend array_cat array_length array_position array_remove array_replace array_fill cardinality
  string_to_array array_to_string jsonb_build_object jsonb_build_array json_build_object json_build_array to_json
  to_jsonb jsonb_set jsonb_strip_nulls row_to_json hstore tsvector to_tsvector to_tsquery int4range int8range numrange
  tsrange tstzrange daterange row array values in and or not cast case when then else is as varchar numeric decimal char
  character bit varbit timestamp timestamptz time timetz interval float`.split(/\s+/),
)
