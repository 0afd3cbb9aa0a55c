import type { Output } from './output'

export interface ShownBranch {
  readonly name: string
  readonly operations: readonly { readonly symbol: string; readonly description: string }[]
}

/** What a person sees before being asked. */
export interface BranchesEvent {
  readonly kind: 'branches'
  readonly app: string
  readonly branches: readonly ShownBranch[]
  readonly verdict: string
}

export interface MergeData {
  readonly kind: 'merge'
  readonly merged: readonly { readonly app: string; readonly name: string; readonly path: string }[]
  readonly written: boolean
}

export function printBranches(out: Output, { app, branches, verdict }: BranchesEvent): void {
  out.info(out.style.heading(`Merging ${app}`))
  for (const { name, operations } of branches) {
    out.info(`  ${out.style.label(`Branch ${name}`)}`)
    for (const { symbol, description } of operations) out.info(`    ${symbol} ${description}`)
  }
  out.info(verdict)
}

export function printMerged(out: Output, { merged, written }: MergeData): void {
  if (merged.length === 0) out.info('No conflicts detected to merge.')
  for (const { path } of merged) {
    out.info(written ? `Created new merge migration ${out.style.label(path)}` : `Would create ${path}`)
  }
}
