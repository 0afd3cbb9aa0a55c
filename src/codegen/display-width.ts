const plain = /^[\x20-\x7e]*$/
/** Sequences that are one picture to the eye, flags among them. */
const emoji = /\p{RI}{2}|(?:\p{EPres}|\p{Emoji}\ufe0f)\p{EMod}?(?:\u200d\p{Emoji}\ufe0f?\p{EMod}?)*/gu
const none = /\p{M}|\p{Cf}/u
const double =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** Columns that a text takes in an editor: East Asian characters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const character of text.replace(emoji, '\u3000')) {
    if (double.test(character)) width += 2
    else if (!none.test(character)) width += 1
  }
  return width
}
