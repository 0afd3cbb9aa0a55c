import { StrataError } from '../base/errors'
import { compilerHint, loadFailureReason } from '../base/load-failure'
import type { AnyClass } from '../base/metadata'
import { didYouMean } from '../base/text'

export class AppFolderError extends StrataError {
  constructor(path: string, folder: string) {
    super({
      code: 'settings.app-folder',
      message: `the app ${JSON.stringify(path)} of the settings has no folder: there is no ${folder}`,
      hint: 'Paths are relative to the file that calls manage().',
      facts: { path, folder },
    })
  }
}

export class AppLabelError extends StrataError {
  constructor(label: string, path: string) {
    super({
      code: 'settings.app-label',
      message: `${JSON.stringify(label)} cannot be the label of an app: a label has letters, digits and underscores`,
      hint: `Give it one: { path: '${path}', label: '${label.replace(/[^\p{L}\p{N}]+/gu, '_')}' }`,
      facts: { label, path },
    })
  }
}

export class DuplicateAppError extends StrataError {
  constructor(label: string, folders: readonly string[]) {
    super({
      code: 'settings.duplicate-app',
      message: `two apps of the settings have the label ${label}: ${folders.join(' and ')}`,
      hint: "Give one of them a label of its own: { path: '…', label: '…' }.",
      facts: { label, folders },
    })
  }
}

export interface ModelsFileFacts {
  readonly app: string
  readonly file: string
  readonly at: string | undefined
  readonly cause: unknown
}

/** A models file that does not load. */
export class ModelsFileError extends StrataError {
  constructor({ app, file, at, cause }: ModelsFileFacts) {
    const reason = loadFailureReason(cause)
    super({
      code: 'models.load',
      message: `${at ?? file}: the models of ${app} do not load: ${reason}`,
      hint: hintFor(cause, reason),
      facts: { app, file, at },
      cause,
    })
  }
}

function hintFor(cause: unknown, reason: string): string | undefined {
  if (/Class extends value undefined/.test(reason)) {
    return 'Two files import each other and one extends a class of the other: move the class that is extended to a file of its own.'
  }
  if (/^Cannot access '.*' before initialization$/.test(reason)) {
    return 'Two files import each other: name the class in a function, () => Director, so that it is looked up when all are loaded.'
  }
  if (cause instanceof StrataError) return cause.hint
  if (cause instanceof SyntaxError) return 'TypeScript needs something that loads it: npx ts-node manage.ts …'
  return compilerHint(cause)
}

export class UndecoratedModelError extends StrataError {
  constructor(cls: AnyClass, file: string) {
    super({
      code: 'models.undecorated',
      message: `${file}: the class ${cls.name} has fields and no @model()`,
      hint: 'Put @model() above it, or @model({ abstract: true }) if other models take their fields from it.',
      facts: { class: cls.name, file },
    })
  }
}

export class NotAModelError extends StrataError {
  constructor(cls: AnyClass, file: string) {
    super({
      code: 'models.not-a-model',
      message: `${file}: the class ${cls.name} has @model() and does not extend Model`,
      hint: `Write: class ${cls.name} extends Model`,
      facts: { class: cls.name, file },
    })
  }
}

export class AmbiguousAppError extends StrataError {
  constructor(cls: { readonly name: string }, apps: readonly string[]) {
    super({
      code: 'models.ambiguous-app',
      message: `the models of ${apps.join(' and ')} all export ${cls.name} and import each other`,
      hint: `Say which app it belongs to: @model({ app: '${apps[0]}' }), or export it from one of them only.`,
      facts: { class: cls.name, apps },
    })
  }
}

export class UnknownOwnAppError extends StrataError {
  constructor(cls: AnyClass, app: string, known: readonly string[]) {
    const meant = didYouMean(app, known)
    super({
      code: 'models.unknown-app',
      message: `${cls.name} says that it belongs to the app ${app}, which is not in the settings`,
      hint: meant === undefined ? `Known apps: ${known.join(', ')}` : `Did you mean ${meant}?`,
      facts: { class: cls.name, app, known },
    })
  }
}
