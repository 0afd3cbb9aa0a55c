import type { Connection } from '../../sql/connection'
import type { Statement } from '../../sql/statement'
import { statement } from '../../sql/statement'

/** A table that a statement reads row by row from its beginning to its end. */
export interface SeqScan {
  readonly table: string
  /** As the planner expects. */
  readonly rows: number
}

/** What the planner would do; nothing is run. */
export async function seqScansOf(db: Connection, { sql, params }: Statement): Promise<readonly SeqScan[]> {
  const { rows } = await db.transaction(() => db.run(statement(`EXPLAIN (FORMAT JSON) ${sql}`, params)))
  const [first] = JSON.parse(String(rows[0]?.[0] ?? '[]')) as readonly { readonly Plan: PlanNode }[]
  return first === undefined ? [] : scansIn(first.Plan)
}

/** What running it came to, as text. What it did is rolled back. */
export async function analyzed(db: Connection, { sql, params }: Statement): Promise<string> {
  let text = ''
  await db
    .transaction(async () => {
      const { rows } = await db.run(statement(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`, params))
      text = rows.map(([line]) => String(line)).join('\n')
      throw new RollBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error
    })
  return text
}

class RollBack extends Error {}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Plan Rows': number
  readonly Plans?: readonly PlanNode[]
}

function scansIn(node: PlanNode): readonly SeqScan[] {
  const own = node['Node Type'] === 'Seq Scan' ? [{ table: node['Relation Name'] ?? '', rows: node['Plan Rows'] }] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)]
}
