import { command } from '../command'
import type { Candidate } from '../completion/candidates'
import { candidateLine, completionScript, type Shell, shells } from '../completion/scripts'

export interface CompletionOptions {
  readonly shell: Shell
  readonly words?: readonly string[]
}

export type CompletionData =
  | { readonly kind: 'script'; readonly text: string }
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }

export const completion = command<CompletionOptions, CompletionData>({
  name: 'completion',
  summary: 'Print what makes a shell complete these commands',
  arguments: [
    { name: 'shell', arity: 'one', help: 'which one', choices: shells },
    { name: 'words', arity: 'many', help: 'after --, what is typed so far: print what the last of them may become' },
  ],
  options: [],
  examples: [
    ['completion bash', 'a script to be read by ~/.bashrc'],
    ["completion bash -- migrate ''", 'what the script asks for'],
  ],

  async run(context, { shell, words = [] }) {
    if (words.length === 0) return { kind: 'script', text: completionScript(shell, context.project.script) }
    const { candidates } = await import('../completion/candidates')
    const { commands } = await import('../program')
    const { commonTexts } = await import('../parser')
    const { migrationNames } = await import('../../migrations/loader')
    const found = candidates(words, {
      commands,
      common: commonTexts(),
      databases: Object.keys(context.project.settings.databases),
      apps: context.apps.map(({ label }) => label),
      migrations: (app) =>
        context.apps
          .filter(({ label }) => label === app)
          .flatMap(({ label, migrations }) => migrationNames({ label, folder: migrations, migrations: '' })),
    })
    return { kind: 'candidates', candidates: found }
  },

  view: (out, { shell }) => ({
    result(data) {
      if (data.kind === 'script') out.write(data.text)
      else for (const candidate of data.candidates) out.line(candidateLine(candidate, shell))
    },
  }),
})
