import { equal } from '../../base/equal'
import { optionsOf } from '../../fields/field'
import { AddEnumValue } from '../../operations'
import type { ModelState } from '../../state/model-state'
import { namedTypes } from '../../state/named-types'
import type { Findings } from '../asking'
import { does, planned } from '../dependencies'
import type { Differences } from '../differences'
import { objectDifferences } from '../object-differences'

/** Values that enums gain. */
export function* widenedEnums(differences: Differences): Findings {
  for (const { key, app, after, added } of objectDifferences(differences).enums) {
    for (const addition of added) {
      const isUsed = usesNow(differences, after.name, addition.value)
      const operation = new AddEnumValue({ enum: after.name, ...addition, ...(isUsed && { atomic: false }) })
      yield planned({ app, operation, does: [does.object(key)] })
    }
  }
}

/** Whether the changes of the models may use the value at once, which PostgreSQL does not allow in one transaction. */
function usesNow({ from, created, changed }: Differences, type: string, value: string): boolean {
  const touched = [...created, ...changed.map(({ after }) => after)]
  if (touched.some((model) => hasType(model, type) && speaksOf(model, value))) return true
  // Rows there are may be given it.
  return changed.some(({ after }) =>
    [...after.fields].some(([name, field]) => {
      const isNew = !equal(from.find(after.key)?.fields.get(name)?.options, field.options)
      return isNew && namedTypes(field).includes(type) && optionsOf(field).null !== true
    }),
  )
}

function hasType(model: ModelState, type: string): boolean {
  return [...model.fields.values()].some((field) => namedTypes(field).includes(type))
}

/** In a default, a condition, an expression: wherever the text stands. */
function speaksOf({ fields, options }: ModelState, value: string): boolean {
  return (
    holds(
      [...fields.values()].map((field) => field.options),
      value,
    ) || holds(options, value)
  )
}

function holds(within: unknown, value: string): boolean {
  if (within === value) return true
  return typeof within === 'object' && within !== null && Object.values(within).some((each) => holds(each, value))
}
