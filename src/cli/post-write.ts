import { spawn } from 'node:child_process'
import { StrataError } from '../base/errors'
import type { PostWrite } from '../models/settings'
import type { Environment } from './environment'
import type { FileChange } from './file-changes'

export interface PostWriteOptions {
  /** Where commands are run: the folder of the script. */
  readonly cwd: string
  readonly env: Environment['env']
}

/** The files of code that are there after all of these changes; paths are absolute. */
export function filesLeftBy(changes: readonly FileChange[]): readonly string[] {
  const left = new Set<string>()
  for (const change of changes) {
    if (change.kind === 'remove' || change.kind === 'rename') left.delete(change.path)
    else left.add(change.path)
    if (change.kind === 'rename') left.add(change.to)
  }
  return [...left].filter((path) => /\.[jt]s$/.test(path))
}

/** Hands the files to one after the other; the first that fails is the last. */
export async function postWrite(
  hooks: readonly PostWrite[],
  files: readonly string[],
  options: PostWriteOptions,
): Promise<void> {
  for (const hook of hooks) {
    if (typeof hook === 'string') await runCommand(hook, files, options)
    else await callFunction(hook, files)
  }
}

async function callFunction(hook: Exclude<PostWrite, string>, files: readonly string[]): Promise<void> {
  try {
    await hook(files)
  } catch (cause) {
    throw new PostWriteError(
      hook.name || 'a function',
      files,
      cause instanceof Error ? cause.message : String(cause),
      cause,
    )
  }
}

/** By the shell, so that a command is what it is in a terminal. What it says is of interest where it fails. */
async function runCommand(command: string, files: readonly string[], { cwd, env }: PostWriteOptions): Promise<void> {
  const line = command.replaceAll('{files}', () => files.map(quoted).join(' '))
  const said: Buffer[] = []
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(line, { shell: true, cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return
  const output = Buffer.concat(said).toString().trim()
  throw new PostWriteError(command, files, `it ended with ${code ?? 'a signal'}${output && `:\n${output}`}`)
}

function quoted(path: string): string {
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`
}

/** A program or a function of the project that was to go over written files did not. The files are good as they are. */
export class PostWriteError extends StrataError {
  constructor(hook: string, files: readonly string[], reason: string, cause?: unknown) {
    super({
      code: 'files.post-write',
      message: `postWrite of the settings: '${hook}' failed: ${reason}`,
      hint: `The files are written, and stay: ${files.join(', ')}`,
      facts: { hook, files, reason },
      cause,
    })
  }
}
