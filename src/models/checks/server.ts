import { isKind } from '../../constraints/constraint'
import { optionsOf } from '../../fields/field'
import { since } from '../../schema/server-needs'
import type { Check, CheckMessage } from './message'
import { error } from './message'

/** What servers of a version lack, if it is known for which the models are. */
export function checkServer(postgres: number | undefined): Check {
  return function* ({ models }) {
    if (postgres === undefined) return
    const lacking = (needed: number, object: string, what: string): CheckMessage[] =>
      postgres < needed
        ? [
            error(
              'strata.E010',
              object,
              `${what} needs PostgreSQL ${needed}, and the settings say postgres: ${postgres}`,
            ),
          ]
        : []
    for (const { state: model } of models.values()) {
      for (const [name, field] of model.fields) {
        if (field.type.generatedAs?.(optionsOf(field)).stored === false)
          yield* lacking(since.virtualColumns, `${model.key}.${name}`, 'a virtual column')
      }
      for (const constraint of model.constraints) {
        if (isKind(constraint, 'unique') && constraint.options.nullsDistinct === false)
          yield* lacking(since.nullsNotDistinct, model.key, `nullsDistinct: false of ${constraint.options.name}`)
      }
    }
  }
}
