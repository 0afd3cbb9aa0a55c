import type { ScopeOptions } from './file-scope'
import { FileScope } from './file-scope'
import { defaultWidth, print } from './print'

export interface ValueTextOptions extends ScopeOptions {
  readonly width?: number | undefined
}

/** A value as source text, and the statements that import the names in it. */
export function valueText(
  value: unknown,
  { width = defaultWidth, ...options }: ValueTextOptions = {},
): { readonly text: string; readonly imports: string } {
  const scope = new FileScope(options)
  const text = print(scope.value(value, 'value'), width)
  return { text, imports: scope.imports.print(width) }
}
