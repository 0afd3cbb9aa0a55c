import { StrataError } from '../base/errors'
import { didYouMean } from '../base/text'

function suggest(typed: string, known: readonly string[], what: string): string {
  const meant = didYouMean(typed, known)
  if (meant !== undefined) return `Did you mean ${meant}?`
  return known.length === 0 ? `There are no ${what}.` : `Known ${what}: ${known.slice(0, 30).join(', ')}`
}

/** A step of a path that is not there: `director__nme`. */
export class UnknownPathError extends StrataError {
  constructor(model: string, name: string, path: string, known: Iterable<string>) {
    super({
      code: 'query.unknown-field',
      message: `${model} has no field ${JSON.stringify(name)}${name === path ? '' : ` (in ${JSON.stringify(path)})`}`,
      hint: suggest(name, [...known], 'fields'),
      facts: { model, field: name, path },
    })
  }
}

/** A path ends in a word that is not a lookup: `title__contans`. */
export class UnknownLookupError extends StrataError {
  constructor(lookup: string, path: string, known: Iterable<string>) {
    super({
      code: 'query.unknown-lookup',
      message: `${JSON.stringify(lookup)} is not a lookup (in ${JSON.stringify(path)})`,
      hint: suggest(lookup, [...known], 'lookups'),
      facts: { lookup, path },
    })
  }
}

/** A lookup was given a value that it cannot be asked with: `isnull` with a number, `gt` with null. */
export class LookupValueError extends StrataError {
  constructor(lookup: string, value: unknown, wanted: string) {
    super({
      code: 'query.lookup-value',
      message: `the lookup ${lookup} takes ${wanted}, not ${shown(value)}`,
      hint: value === null ? 'To look for NULL, use isnull.' : undefined,
      facts: { lookup },
    })
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'Object'})`
  return JSON.stringify(typeof value === 'bigint' ? String(value) : value)
}

/** A lookup where only a field or an expression can stand: `F('price__gte')`. */
export class NotAnExpressionError extends StrataError {
  constructor(path: string, lookup: string) {
    super({
      code: 'query.not-an-expression',
      message: `${JSON.stringify(path)} is a lookup (${lookup}); a field is needed here`,
      facts: { path, lookup },
    })
  }
}

/** Ordering and operator classes say how an index or a result is arranged; they are no values. */
export class MisplacedExpressionError extends StrataError {
  constructor(what: string) {
    super({
      code: 'query.misplaced-expression',
      message: `${what} cannot stand inside another expression`,
      facts: { what },
    })
  }
}

/** In a check, an index, a generated column or a value to be written only columns of the same row can be spoken of. */
export class RelationInRowError extends StrataError {
  constructor(model: string, path: string) {
    super({
      code: 'query.relation-in-row',
      message: `${JSON.stringify(path)} leads out of ${model}`,
      hint: 'Checks, indexes, generated columns and values to be written can speak of columns of their own table only.',
      facts: { model, path },
    })
  }
}

/** A value on the right of a lookup must be one value. */
export class ManyValuesError extends StrataError {
  constructor(path: string) {
    super({
      code: 'query.many-values',
      message: `${JSON.stringify(path)} leads to many rows; one value is needed here`,
      facts: { path },
    })
  }
}

export class DoesNotExistError extends StrataError {
  constructor(model: string, what = 'matches') {
    super({ code: 'query.does-not-exist', message: `no ${model} ${what}`, facts: { model } })
  }
}

export class MultipleObjectsError extends StrataError {
  constructor(model: string, atLeast: number) {
    super({
      code: 'query.multiple-objects',
      message: `get() found more than one ${model}`,
      hint: 'Narrow the filter, or take the first of them with first().',
      facts: { model, atLeast },
    })
  }
}

/** A model class was queried before its project was opened. */
export class NotBoundError extends StrataError {
  constructor(name: string) {
    super({
      code: 'query.not-bound',
      message: `${name} does not know its database yet`,
      hint: 'Open the project first: manage() does so for commands. Is the class decorated with @model, and its app listed in the settings?',
      facts: { model: name },
    })
  }
}

/** An object stands for a row of one model where one of another is needed. */
export class WrongModelError extends StrataError {
  constructor(path: string, wanted: string, given: string) {
    super({
      code: 'query.wrong-model',
      message: `${path} takes a ${wanted}, not a ${given}`,
      facts: { path, wanted, given },
    })
  }
}

/** A row is pointed at before it was saved, so there is no key to point with. */
export class UnsavedRelatedError extends StrataError {
  constructor(path: string, model: string) {
    super({
      code: 'query.unsaved-related',
      message: `${path} points at a ${model} that was not saved`,
      hint: `Save the ${model} first.`,
      facts: { path, model },
    })
  }
}

/** Rows of a model that extends another are in two tables; many at a time cannot be written. */
export class InheritedRowsError extends StrataError {
  constructor(model: string) {
    super({
      code: 'query.inherited-rows',
      message: `rows of ${model} cannot be created in bulk: a part of each is in another table`,
      hint: 'Create them one by one.',
      facts: { model },
    })
  }
}

/** A relation to many rows, or a generated column, was given a value. */
export class NotWritableError extends StrataError {
  constructor(model: string, name: string, why: string) {
    super({
      code: 'query.not-writable',
      message: `${model}.${name} cannot be set: ${why}`,
      facts: { model, field: name },
    })
  }
}

export class SlicedQueryError extends StrataError {
  constructor(method: string) {
    super({
      code: 'query.sliced',
      message: `${method}() cannot follow slice(): it would choose among the rows of the slice only`,
      hint: `Call ${method}() before slice().`,
      facts: { method },
    })
  }
}

/** A slice is counted from the first row, in whole numbers. */
export class SliceError extends StrataError {
  constructor(at: number) {
    super({
      code: 'query.slice',
      message: `a slice begins and ends at a whole number of 0 or more, not at ${at}`,
      hint: 'To count from the end, reverse() the order.',
      facts: { at },
    })
  }
}
