import { call, string, word } from '../code'
import { quoted } from '../quoted'
import { serializer } from './serializer'

/** Printable ASCII. What else a pattern may hold needs escapes that depend on what stands before it. */
const plain = /^[\x20-\x7e]*$/

export const regExp = serializer(
  'RegExp',
  (value) => value instanceof RegExp,
  (value) => {
    if (plain.test(value.source)) return word(`/${value.source}/${value.flags}`)
    const parts = value.flags === '' ? [value.source] : [value.source, value.flags]
    return call(
      'new RegExp',
      parts.map((part) => string(quoted(part))),
    )
  },
)
