import { StrataError } from '../base/errors'
import { didYouMean } from '../base/text'

function known(names: readonly string[], typed: string, what: string): string {
  const meant = didYouMean(typed, names)
  if (meant !== undefined) return `Did you mean ${meant}?`
  return names.length === 0 ? `There are no ${what}.` : `Known ${what}: ${names.slice(0, 20).join(', ')}`
}

export class UnknownModelError extends StrataError {
  constructor(key: string, models: Iterable<string>) {
    super({
      code: 'state.unknown-model',
      message: `there is no model ${key}`,
      hint: known([...models], key, 'models'),
      facts: { model: key },
    })
  }
}

export class DuplicateModelError extends StrataError {
  constructor(key: string) {
    super({
      code: 'state.duplicate-model',
      message: `there is a model ${key} already`,
      hint: 'Two operations create it: take one of them out.',
      facts: { model: key },
    })
  }
}

export class UnknownFieldError extends StrataError {
  constructor(model: string, field: string, fields: Iterable<string>) {
    super({
      code: 'state.unknown-field',
      message: `${model} has no field ${JSON.stringify(field)}`,
      hint: known([...fields], field, 'fields'),
      facts: { model, field },
    })
  }
}

export class DuplicateFieldError extends StrataError {
  constructor(model: string, field: string) {
    super({
      code: 'state.duplicate-field',
      message: `${model} has a field ${JSON.stringify(field)} already`,
      hint: 'Two operations add it: take one of them out.',
      facts: { model, field },
    })
  }
}

export class UnknownIndexError extends StrataError {
  constructor(model: string, what: 'index' | 'constraint', name: string, names: readonly string[]) {
    super({
      code: `state.unknown-${what}`,
      message: `${model} has no ${what} ${JSON.stringify(name)}`,
      hint: known(names, name, what === 'index' ? 'indexes' : 'constraints'),
      facts: { model, [what]: name },
    })
  }
}

export class UnknownObjectError extends StrataError {
  constructor(key: string, objects: Iterable<string>) {
    super({
      code: 'state.unknown-object',
      message: `there is no ${key}`,
      hint: known([...objects], key, 'objects'),
      facts: { object: key },
    })
  }
}

export class DuplicateObjectError extends StrataError {
  constructor(key: string) {
    super({
      code: 'state.duplicate-object',
      message: `the ${key} is there already`,
      hint: 'An object belongs to one app, and is created once.',
      facts: { object: key },
    })
  }
}

/** Nothing is dropped along with an object: what depends on it is dropped by an operation of its own. */
export class ObjectInUseError extends StrataError {
  constructor(key: string, user: string) {
    super({
      code: 'state.object-in-use',
      message: `the ${key} cannot be removed: ${user} depends on it`,
      hint: `Remove or change ${user} in an operation before this one.`,
      facts: { object: key, user },
    })
  }
}
