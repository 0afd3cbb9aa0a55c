import { markdown, type Section } from '../report'
import type { Measured } from './measure'

/** One change, made at once and beside those who use the table. */
export interface Pair {
  readonly name: string
  readonly naive: Measured
  readonly online: Measured
}

/** Milliseconds that nobody notices, and the share of the plain statement's that will do on a slow machine. */
const target = { ms: 50, share: 0.1 } as const

export function isMet({ naive, online }: Pair): boolean {
  if (online.failures.length > 0) return false
  return longest(online) <= target.ms || longest(online) <= target.share * longest(naive)
}

export function longest({ reader, writer }: Measured): number {
  return Math.max(reader, writer)
}

export function stallSection(pairs: readonly Pair[], circumstances: string): Section {
  const table = pairs.map((pair) => {
    const { name, naive, online } = pair
    const ratio = longest(online) / longest(naive)
    return [name, ...figures(naive), ...figures(online), ratio.toFixed(3), isMet(pair) ? 'met' : 'missed']
  })
  const head = ['', 'at once ms', 'reads', 'writes', 'online ms', 'reads', 'writes', 'ratio', 'target']
  const met = pairs.filter(isMet).length
  const verdict = `The longest wait of an online change is below ${target.ms} ms or a tenth of that of the plain statement: met ${met} of ${pairs.length} times.`
  return { key: 'stall', lines: [...markdown(head, table), '', verdict, '', circumstances] }
}

function figures({ total, reader, writer, failures }: Measured): readonly string[] {
  const failed = failures.length === 0 ? '' : ` (${failures.join(', ')})`
  return [total.toFixed(0), reader.toFixed(0), `${writer.toFixed(0)}${failed}`]
}
