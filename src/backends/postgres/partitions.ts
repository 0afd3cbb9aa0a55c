import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import type { Partition } from './online/partitioned'

/** The parts of each partitioned table, those with parts of their own before these. */
export async function partitionsThere(db: Connection): Promise<ReadonlyMap<string, readonly Partition[]>> {
  const { rows } = await db.run(statement(TREES))
  const found = new Map<string, Partition[]>()
  for (const [whole, name, parent, isLeaf] of rows) {
    const parts = found.get(String(whole)) ?? []
    parts.push({ name: String(name), parent: String(parent), isLeaf: isLeaf === true })
    found.set(String(whole), parts)
  }
  return found
}

const TREES = `
SELECT whole.relname, part.relname, parent.relname, tree.isleaf
FROM pg_partitioned_table p JOIN pg_class whole ON whole.oid = p.partrelid AND pg_table_is_visible(whole.oid),
  LATERAL pg_partition_tree(p.partrelid) tree
  JOIN pg_class part ON part.oid = tree.relid JOIN pg_class parent ON parent.oid = tree.parentrelid
WHERE tree.level > 0
ORDER BY whole.relname, tree.level, part.relname`
