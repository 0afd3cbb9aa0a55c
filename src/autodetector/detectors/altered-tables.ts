import { AlterModelTable } from '../../operations'
import { tableOf } from '../../state/relations'
import type { Findings } from '../asking'
import { does, needs, planned } from '../dependencies'
import type { Differences } from '../differences'

/** Tables that have another name. */
export function* alteredTables({ changed }: Differences): Findings {
  for (const { app, name, before, after } of changed) {
    const { dbTable } = after.options
    if (before.options.dbTable === dbTable) continue
    yield planned({
      app,
      operation: new AlterModelTable({ name, dbTable }),
      does: [does.tableRenamed(tableOf(before))],
      needs: [needs(does.tableDropped(tableOf(after)))],
    })
  }
}
