/**
 * What would not be seen or would break the line: control and format characters, spaces that look like others, halves
 * of surrogate pairs. Not the two joiners: emoji and several scripts are written with them.
 */
const unreadable = /\\|(?![ \u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}]/gu

/** Most text: no quote, no backslash, nothing beyond ASCII. */
const simple = /^[ !-&(-[\]-~]*$/

const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A string literal: in single quotes, unless double ones save backslashes. */
export function quoted(text: string): string {
  if (simple.test(text)) return `'${text}'`
  const safe = text.replace(unreadable, escaped)
  const quote = count(safe, "'") > count(safe, '"') ? '"' : "'"
  return quote + safe.replaceAll(quote, `\\${quote}`) + quote
}

/** A template literal that is the text to the letter; line breaks stand for themselves. */
export function templated(text: string): string {
  const safe = text.replace(unreadable, (character) => (character === '\n' ? character : escaped(character)))
  return `\`${safe.replaceAll('`', '\\`').replaceAll('${', '\\${')}\``
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code > 0xffff) return `\\u{${hex}}`
  return short[character] ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`)
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}

/** The key of an object literal: bare where it may be. */
export function propertyKey(name: string): string {
  // As a plain key, quoted or not, it would set the prototype.
  if (name === '__proto__') return "['__proto__']"
  return isIdentifier(name) ? name : quoted(name)
}

/** A step of a path in a message: `.title`, `['odd name']`. */
export function propertyStep(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${quoted(name)}]`
}

/**
 * ASCII, and letters of Latin, Greek, Cyrillic and East Asian alphabets. Others may be too new for one of the programs
 * that read the file.
 */
const identifier = /^(?!\d)(?:[\w$]|(?=[\u00aa-\u052f\u3041-\u30fa\u4e00-\u9fa5\uac00-\ud7a3])\p{L})+$/u

function isIdentifier(name: string): boolean {
  return identifier.test(name)
}
