import type { ObjectOf } from '../../../objects/database-object'
import { isReplaceableFunction } from '../../../objects/function'
import type { SqlStep } from '../../../schema/step'
import { sqlStep } from '../../../schema/step'
import { qualifiedName, quoteLiteral, quoteName } from '../compiler'
import type { Words } from './words'

type Function = ObjectOf<'function'>

export const dbFunction: Words<'function'> = {
  create: (object) => [definition(object, 'CREATE')],
  drop: (object) => [sqlStep(`DROP FUNCTION ${signature(object)}`)],

  alter(from, to) {
    return isReplaceableFunction(from.options, to.options)
      ? [definition(to, 'CREATE OR REPLACE')]
      : [sqlStep(`DROP FUNCTION ${signature(from)}`), definition(to, 'CREATE')]
  },
}

function definition({ name, options }: Function, create: 'CREATE' | 'CREATE OR REPLACE'): SqlStep {
  const { args = {}, returns, language = 'sql', body, volatility, strict, security, parallel, settings = {} } = options
  const list = Object.entries(args).map(([arg, type]) => `${quoteName(arg)} ${type}`)
  const quote = dollarQuote(body)
  const lines = [
    `${create} FUNCTION ${qualifiedName(name)}(${list.join(', ')}) RETURNS ${returns}`,
    `LANGUAGE ${quoteName(language)}`,
    ...(volatility === undefined ? [] : [volatility.toUpperCase()]),
    ...(strict === true ? ['STRICT'] : []),
    ...(security === undefined ? [] : [`SECURITY ${security.toUpperCase()}`]),
    ...(parallel === undefined ? [] : [`PARALLEL ${parallel.toUpperCase()}`]),
    ...Object.entries(settings).map(([key, value]) => `SET ${quoteName(key)} TO ${quoteLiteral(value)}`),
    `AS ${quote}${body}${quote}`,
  ]
  return sqlStep(lines.join('\n'))
}

/** Without the defaults of the arguments, which are no part of what a function is called by. */
function signature({ name, options: { args = {} } }: Function): string {
  const types = Object.values(args).map((type) => type.replace(/\s+default\b.*$|\s*(?::=|=).*$/is, ''))
  return `${qualifiedName(name)}(${types.join(', ')})`
}

/** A quote that the body does not hold. */
function dollarQuote(body: string): string {
  let quote = '$$'
  for (let i = 1; body.includes(quote) || (i === 1 && body.endsWith('$')); i++) quote = `$body${i}$`
  return quote
}
