import { StrataError } from '../base/errors'
import type { ModelKey } from '../state/model-state'
import type { Answer, Question } from './questions'

/** Somebody has to decide, and nobody is there. */
export class NeedsAnswerError extends StrataError {
  constructor(readonly question: Question) {
    super({
      code: 'makemigrations.needs-answer',
      message: question.text,
      hint: wayOut(question),
      facts: { question },
    })
  }
}

function wayOut(question: Question): string {
  const { key } = question
  switch (question.kind) {
    case 'renamed-model':
    case 'moved-model':
    case 'renamed-field':
    case 'renamed-enum':
      return `Answer ${key} with yes to keep the data, or with no to have it dropped.`
    case 'one-off-default':
      return `Give the field a default, let it be null, or answer ${key} with a value for the rows that are there.`
    case 'dropped-values':
      return question.name === undefined
        ? `Answer ${key} with yes to have it dropped; or take the rows elsewhere first.`
        : `Answer ${key} with yes to have them dropped; or give the new field another name, and move the values over.`
    case 'removed-enum-value':
      return `Answer ${key} with one of the values that stay.`
    case 'shared-default':
      return `Answer ${key} with yes and fill the column by hand, or give the field a dbDefault.`
  }
}

export class AnswerError extends StrataError {
  constructor(question: Question, answer: Answer | undefined) {
    super({
      code: 'makemigrations.wrong-answer',
      message: `${JSON.stringify(answer) ?? 'nothing'} does not answer ${question.key}`,
      hint: takesValue(question) ? 'It takes a value.' : 'It takes yes or no.',
      facts: { question: question.key, answer },
    })
  }
}

function takesValue({ kind }: Question): boolean {
  return kind === 'one-off-default' || kind === 'removed-enum-value'
}

/** Whoever was asked does not want to go on. */
export class GivenUpError extends StrataError {
  constructor(question: Question) {
    super({
      code: 'makemigrations.given-up',
      message: `no migration is written: ${question.key} was answered with no`,
      hint:
        question.kind === 'shared-default'
          ? 'Give the field a dbDefault that differs from row to row; or add it without unique, fill it, and make it unique then.'
          : 'Take the rows or values elsewhere first: a new field or model beside the old one, and RunCode or RunSQL.',
      facts: { question: question.key },
    })
  }
}

/** A change that no operation can make. */
export class UnsupportedChangeError extends StrataError {
  constructor(model: ModelKey, what: string, hint?: string) {
    super({
      code: 'makemigrations.unsupported-change',
      message: `${model}: ${what} cannot be changed by a migration`,
      hint:
        hint ??
        'Take the change back; or make a new model, move the rows over in a migration of your own, and delete the old one.',
      facts: { model, change: what },
    })
  }
}

/** A change of an object beside the tables that no operation can make. */
export class UnsupportedObjectChangeError extends StrataError {
  constructor(object: string, what: string) {
    super({
      code: 'makemigrations.unsupported-change',
      message: `${object}: ${what} cannot be changed by a migration while fields use it`,
      hint: 'Declare it under another name, let the fields use that one, and take this one out.',
      facts: { object, change: what },
    })
  }
}

/** Operations that each need another of them to come first. */
export class CircularChangeError extends StrataError {
  constructor(operations: readonly string[]) {
    super({
      code: 'makemigrations.circular-change',
      message: `these changes wait for each other: ${operations.join('; ')}`,
      hint: 'Make one of them first, with a migration of its own, and the others after it.',
      facts: { operations },
    })
  }
}
