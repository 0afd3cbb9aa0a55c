import type { OptionText } from './command'

/** Options that several commands have. */
export const databaseOption: OptionText = {
  flags: '--database <alias>',
  help: "another database of the settings than 'default'",
  takesAlias: true,
}

/** Two spellings of one option, as Django has it: `input` is false for the first, `noinput` true for the second. */
export function noInputOptions(help: string): readonly OptionText[] {
  return [
    { flags: '--no-input', help },
    { flags: '--noinput', help: 'the same', hidden: true },
  ]
}

export interface NoInputOptions {
  readonly input?: boolean
  readonly noinput?: boolean
}

export function mayAsk({ input = true, noinput = false }: NoInputOptions): boolean {
  return input && !noinput
}
