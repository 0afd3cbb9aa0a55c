/** The names in a text of SQL, quoted or not, and its words. What stands in texts and comments is none of it. */
export function* namesIn(sql: string): Iterable<string> {
  for (const { groups: { quoted, plain } = {} } of sql.matchAll(tokens)) {
    const name = quoted?.replaceAll('""', '"') ?? plain
    if (name !== undefined) yield name
  }
}

const tokens = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`[eE]'(?:[^'\\]|\\.|'')*'`,
    `'(?:[^']|'')*'`,
    String.raw`(?<dollar>\$\w*\$)[\s\S]*?\k<dollar>`,
    `"(?<quoted>(?:[^"]|"")+)"`,
    String.raw`(?<plain>[\p{L}_][\p{L}\p{N}_$]*)`,
  ].join('|'),
  'gu',
)
