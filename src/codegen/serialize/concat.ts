import type { Expression } from '../../sql/expression'

/** What `Concat` was given, if it made this: texts joined by `||` from the left, an empty one for NULL. */
export function concatenated(of: Expression): readonly Expression[] | undefined {
  if (of.kind !== 'binary' || of.operator !== '||') return undefined
  const first = textOf(of.left)
  const leading = first === undefined ? concatenated(of.left) : [first]
  const last = textOf(of.right)
  return leading === undefined || last === undefined ? undefined : [...leading, last]
}

/** The expression inside `COALESCE(CAST(… AS text), '')`. */
function textOf(of: Expression): Expression | undefined {
  if (of.kind !== 'call' || of.function !== 'COALESCE' || of.args.length !== 2) return undefined
  const [cast, empty] = of.args
  if (cast?.kind !== 'cast' || cast.type !== 'text' || empty?.kind !== 'value' || empty.value !== '') return undefined
  return cast.expression
}
