import type { SchemaEditor, StateChange } from '../../schema/schema-editor'
import { tableChanges } from '../../schema/state-diff'
import type { Step } from '../../schema/step'
import { sqlStep } from '../../schema/step'
import { tableOf } from '../../state/relations'
import { quoteName } from './compiler'
import { catalogDemands } from './ddl/catalog-demands'
import { demandsOf } from './ddl/demands'
import { effectsOf } from './ddl/takes'
import { objectSteps } from './objects'
import { alone } from './online/alone'
import { compileChanges } from './online/compile'
import type { KnownTables, Strategy } from './online/live-tables'
import { LiveTables } from './online/live-tables'

export interface PostgresSchemaOptions extends KnownTables {
  /** Of the server: 15. The oldest that we know unless given. */
  readonly version?: number | undefined
  /** How tables that exist are changed; `auto` goes by `tables`. */
  readonly strategy?: Strategy | undefined
}

const oldestServer = 13

/** Puts changes of the state into PostgreSQL's words, for one server and the tables that it has. */
export function postgresSchemaFor({
  version = oldestServer,
  strategy = 'direct',
  ...known
}: PostgresSchemaOptions = {}): SchemaEditor {
  return editor(version, LiveTables.of(strategy, known))
}

/** Every change at once, whatever the tables hold: for new databases, and to be read. */
export const postgresSchema: SchemaEditor = postgresSchemaFor()

function editor(version: number, live: LiveTables): SchemaEditor {
  const change = (states: StateChange): readonly Step[] => {
    const changes = tableChanges(states)
    const [first, ...others] = compileChanges(changes, { live, version })
    if (first === undefined) return []
    const asked = changes.flatMap((one) => [...catalogDemands(one), ...demandsOf(one, { version, changes })])
    const demands = [...(first.demands ?? []), ...asked]
    return demands.length === 0 ? [first, ...others] : [{ ...first, demands }, ...others]
  }
  return {
    change,

    object: (one, states) => objectSteps(one, states, change),

    validateConstraint(state, key, name) {
      const table = tableOf(state.model(key))
      const step = sqlStep(
        `ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${quoteName(name)}`,
        effectsOf('validate', { table }),
      )
      return [live.has(table) ? alone(step) : step]
    },

    after: (steps) => editor(version, live.after(steps)),

    choices: JSON.stringify({ version, tables: live.text }),

    withChoices(choices) {
      const kept = JSON.parse(choices) as { version: number; tables: string }
      return editor(kept.version, LiveTables.read(kept.tables))
    },
  }
}
