import { StrataError } from '../base/errors'
import type { AnyClass } from '../base/metadata'
import { didYouMean } from '../base/text'
import type { CheckMessage } from './checks/message'

/** A target, a `through` or a base that is no model of the project. */
export class TargetError extends StrataError {
  private constructor(where: string, what: string, hint: string, target: string | undefined, cause?: unknown) {
    super({ code: 'models.target', message: `${where} ${what}`, hint, facts: { where, target }, cause })
  }

  static nothing(where: string, cause?: unknown): TargetError {
    const hint =
      'Name the class in a function, () => Director, so that it is looked up when all files are loaded, and see that the file it is imported from exports it.'
    return new TargetError(where, 'points at undefined instead of a model', hint, undefined, cause)
  }

  static noModel(where: string, cls: AnyClass): TargetError {
    return new TargetError(where, `points at ${cls.name}, which is no model`, `Put @model() on ${cls.name}.`, cls.name)
  }

  static abstract(where: string, cls: AnyClass): TargetError {
    const hint = 'Point at a model that extends it.'
    return new TargetError(where, `points at ${cls.name}, which is abstract and has no table`, hint, cls.name)
  }

  static notInstalled(where: string, cls: AnyClass): TargetError {
    const hint = `Export ${cls.name} from the models file of an app, and list that app's folder under apps in the settings.`
    return new TargetError(where, `points at ${cls.name}, which no app of the settings exports`, hint, cls.name)
  }
}

/** An object that another one, or a field, is made from, and that no app has. */
export class UnexportedObjectError extends StrataError {
  constructor(where: string, object: string) {
    super({
      code: 'models.unexported-object',
      message: `${where} names the ${object}, which no app of the settings exports`,
      hint: 'Export it from the models file of an app.',
      facts: { where, object },
    })
  }
}

export class UnnamedError extends StrataError {
  constructor(model: string, what: 'index' | 'constraint') {
    const message = what === 'index' ? 'an index without fields needs a name' : 'a constraint needs a name'
    super({
      code: `models.unnamed-${what}`,
      message: `${model}: ${message}`,
      hint: "Give it one: name: '…'.",
      facts: { model },
    })
  }
}

export class DuplicateNameError extends StrataError {
  constructor(app: string, name: string) {
    super({
      code: 'models.duplicate',
      message: `the app ${app} has two models named ${name}`,
      hint: "Rename one of the classes, or say another name: @model({ name: '…' }).",
      facts: { app, model: name },
    })
  }
}

/** `makemigrations moveis`. */
export class UnknownAppError extends StrataError {
  constructor(label: string, labels: Iterable<string>) {
    const known = [...labels]
    const meant = didYouMean(label, known)
    super({
      code: 'apps.unknown',
      message: `No installed app with label '${label}'.`,
      hint: meant === undefined ? `Known apps: ${known.join(', ')}` : `Did you mean '${meant}'?`,
      facts: { app: label, apps: known },
    })
  }
}

/** Models that cannot be worked with. */
export class ModelDefinitionError extends StrataError {
  constructor(readonly messages: readonly CheckMessage[]) {
    const [first, ...rest] = messages
    const more = rest.map(({ object, message }) => `\n${object}: ${message}`).join('')
    super({
      code: 'models.definition',
      message: `${first?.object}: ${first?.message}${more}`,
      hint: first?.hint,
      facts: { messages },
    })
  }
}
