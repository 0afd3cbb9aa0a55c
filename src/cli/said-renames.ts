import type { Hint } from '../autodetector'
import { StrataError } from '../base/errors'
import type { ModelKey } from '../state/model-state'
import { modelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'

/** A rename that was given with `--rename` and cannot be meant so. */
export class SaidRenameError extends StrataError {
  constructor(said: string, message: string) {
    super({
      code: 'makemigrations.rename',
      message: `--rename ${said}: ${message}`,
      hint: 'A field is renamed with --rename app.Model.old=new, a model with --rename app.Old=New.',
      facts: { rename: said },
    })
  }
}

/** What `--rename` says as hints for the detection, by the new name. Throws where there is nothing of either name. */
export function saidRenames(said: readonly string[], from: ProjectState, to: ProjectState): ReadonlyMap<string, Hint> {
  const renames = said.map(parsed)
  const newKeys = new Map<ModelKey, ModelKey>()
  for (const { app, model, field, newName } of renames) {
    if (field === undefined) newKeys.set(modelKey(app, model), modelKey(app, newName))
  }
  return new Map(
    renames.map((rename) =>
      rename.field === undefined ? modelHint(rename, from, to) : fieldHint(rename, from, to, newKeys),
    ),
  )
}

interface SaidRename {
  readonly said: string
  readonly app: string
  readonly model: string
  /** undefined: the model itself. */
  readonly field: string | undefined
  readonly newName: string
}

function parsed(said: string): SaidRename {
  const match = /^([^.=]+)\.([^.=]+)(?:\.([^.=]+))?=([^.=]+)$/.exec(said)
  if (match === null) throw new SaidRenameError(said, 'this is not understood')
  const [, app = '', model = '', field, newName = ''] = match
  return { said, app, model, field, newName }
}

function modelHint({ said, app, model, newName }: SaidRename, from: ProjectState, to: ProjectState): [string, Hint] {
  if (!from.has(modelKey(app, model))) throw new SaidRenameError(said, `the migrations know no model ${app}.${model}`)
  if (!to.has(modelKey(app, newName))) throw new SaidRenameError(said, `there is no model ${app}.${newName}`)
  return [modelKey(app, newName), { renamedFrom: model }]
}

/** The model of a field may be called as it was or as it is. */
function fieldHint(
  { said, app, model, field = '', newName }: SaidRename,
  from: ProjectState,
  to: ProjectState,
  newKeys: ReadonlyMap<ModelKey, ModelKey>,
): [string, Hint] {
  const key = modelKey(app, model)
  const newKey = newKeys.get(key) ?? key
  const oldKey = [...newKeys].find(([, renamed]) => renamed === newKey)?.[0] ?? newKey
  if (from.find(oldKey)?.fields.has(field) !== true) {
    throw new SaidRenameError(said, `the migrations know no field ${oldKey}.${field}`)
  }
  if (to.find(newKey)?.fields.has(newName) !== true)
    throw new SaidRenameError(said, `there is no field ${newKey}.${newName}`)
  return [`${newKey}.${newName}`, { renamedFrom: field }]
}
