import { Output, type OutputOptions } from '../../../src/cli/output'

/** An output whose text a test looks at. */
export function recorder(options: Partial<OutputOptions> = {}): {
  out: Output
  printed: { stdout: string; stderr: string }
} {
  const printed = { stdout: '', stderr: '' }
  const out = new Output(
    {
      stdout: { write: (text) => (printed.stdout += text) },
      stderr: { write: (text) => (printed.stderr += text) },
    },
    { color: false, verbosity: 1, ...options },
  )
  return { out, printed }
}
