import type { Questioner } from '../autodetector/answering'
import type { RemovedEnumValueQuestion } from '../autodetector/enum-questions'
import type { OneOffDefault, OneOffDefaultQuestion, Question } from '../autodetector/questions'
import { StrataError } from '../base/errors'
import { optionsOf } from '../fields/field'
import { isExpression } from '../sql/expression'
import { Now } from '../sql/functions'
import type { ModelKey } from '../state/model-state'
import type { Prompter } from './prompter'
import { TypedValueError, typedValue } from './typed-value'

/** A person who was asked decided to do nothing. */
export class QuitError extends StrataError {
  constructor(question: string) {
    super({
      code: 'makemigrations.quit',
      message: 'No migration was written, as you chose.',
      hint: 'Give the field a default in its model, or let it be null, and run makemigrations again.',
      facts: { question },
    })
  }
}

/** A person has to decide, and was not to be asked. */
export class NeedsPersonError extends StrataError {
  constructor(question: Question) {
    super({
      code: 'makemigrations.needs-answer',
      message: withoutChoice(question.text),
      hint: `A person has to decide. ${wayOut(question)}`,
      facts: { question: question.key },
    })
  }
}

function wayOut(question: Question): string {
  const terminal = 'Run makemigrations in a terminal, with --answers to note the answer for later'
  switch (question.kind) {
    case 'renamed-model':
      return `${terminal}; or say it: --rename ${question.key.slice('rename:'.length)}, or @model({ renamedFrom: '${nameOf(question.from)}' }).`
    case 'moved-model':
      return `${terminal}; or keep the rows by saying so in the model: @model({ renamedFrom: '${question.from}' }).`
    case 'renamed-field':
      return `${terminal}; or say it: --rename ${question.key.slice('rename:'.length)}, or ${question.field.type.name}({ renamedFrom: '${question.from}' }).`
    case 'one-off-default':
      return `${terminal}; or give the field a default or a dbDefault, or let it be null.`
    case 'dropped-values':
      return question.name === undefined
        ? `${terminal}; or take the rows elsewhere first.`
        : `${terminal}; or give the new field another name, and move the values over.`
    case 'renamed-enum':
      return `${terminal}.`
    case 'removed-enum-value':
      return `${terminal}; or write the replacement into the migration.`
    case 'shared-default':
      return `${terminal}; or give the field a dbDefault.`
  }
}

function nameOf(key: ModelKey): string {
  return key.slice(key.indexOf('.') + 1)
}

/** Asks nobody: what has to be decided is an error, never a guess. */
export const nobody: Questioner = async (question) => {
  if (question.unattended === undefined) throw new NeedsPersonError(question)
  return question.unattended
}

/** Asks a person what makemigrations cannot know. */
export function personToAsk(prompter: () => Promise<Prompter>): Questioner {
  return async (question) => {
    const person = await prompter()
    if (question.kind === 'one-off-default') return oneOffDefault(question, person)
    if (question.kind === 'removed-enum-value') return replacementFor(question, person)
    return person.confirm(withoutChoice(question.text), false)
  }
}

/** Whoever asks says what can be answered. */
function withoutChoice(text: string): string {
  return text.replace(/ \[y\/N\]$/, '')
}

async function oneOffDefault(question: OneOffDefaultQuestion, person: Prompter): Promise<OneOffDefault> {
  const answers = answersTo(question)
  const chosen = await person.choose(
    `${question.text}\nPlease select a fix:`,
    answers.map(({ text }) => text),
  )
  const kind = answers[chosen]?.kind ?? 'quit'
  if (kind === 'quit') throw new QuitError(question.key)
  if (kind === 'leave') return { kind }
  const answer = await person.text(valuePrompt(question), (line) => readValue(question, line))
  if (answer.kind === 'quit') throw new QuitError(question.key)
  return answer
}

/** One of the values that stay, or none. */
async function replacementFor(
  { key, text, values }: RemovedEnumValueQuestion,
  person: Prompter,
): Promise<OneOffDefault> {
  const chosen = await person.choose(`${text}\nPlease select what they get:`, [
    ...values.map((value) => `'${value}'`),
    'Nothing: the migration fails if there are any, and changes nothing',
    'Quit and leave the enum as it is',
  ])
  if (chosen > values.length) throw new QuitError(key)
  const value = values[chosen]
  return value === undefined ? { kind: 'leave' } : { kind: 'value', value }
}

interface Choice {
  readonly kind: 'value' | 'leave' | 'quit'
  readonly text: string
}

function answersTo({ mayLeave }: OneOffDefaultQuestion): readonly Choice[] {
  return [
    {
      kind: 'value',
      text: 'Provide a one-off default now (will be set on all existing rows with a null value for this column)',
    },
    ...(mayLeave
      ? [
          {
            kind: 'leave',
            text: 'Ignore for now. Existing rows that contain NULL values will have to be handled manually, for example with a RunCode or RunSQL operation.',
          } as const,
        ]
      : []),
    {
      kind: 'quit',
      text: mayLeave
        ? 'Quit and let me add a default in the model'
        : 'Quit and manually define a default value in the model',
    },
  ]
}

function valuePrompt({ reason }: OneOffDefaultQuestion): string {
  return [
    "Please enter the default value as TypeScript: 0, 'text', true, [1, 2],",
    "new Date('2024-01-31'), Now().",
    ...(reason === 'added-auto-now' ? ['Press Enter for Now(), the time of the migration.'] : []),
    "Type 'exit' to exit this prompt",
  ].join('\n')
}

/** Throws where the field could not hold the value: better asked again than found out by the database. */
function readValue({ field, reason }: OneOffDefaultQuestion, line: string): OneOffDefault | { readonly kind: 'quit' } {
  const text = line.trim()
  if (text === 'exit') return { kind: 'quit' }
  if (text === '' && reason === 'added-auto-now') return { kind: 'value', value: Now() }
  const value = typedValue(text)
  if (value === null) throw new TypedValueError('the rows need a value that is not null')
  if (!isExpression(value)) field.type.toDb(value, optionsOf(field))
  return { kind: 'value', value }
}
