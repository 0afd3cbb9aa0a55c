import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { Screen } from './screen'

/** Why there can be no terminal on this machine; undefined: there can. */
export function whyNoTerminal(): string | undefined {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' })
  return stdout?.includes('util-linux') ? undefined : "there is no 'script' of util-linux here"
}

export const keys = { up: '\u001b[A', down: '\u001b[B', enter: '\r', ctrlC: '\u0003', backspace: '\u007f' }

export interface TerminalOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** A process in a terminal of 80 columns, which a test looks at and types into. */
export class Terminal {
  static readonly columns = 80
  readonly screen = new Screen(Terminal.columns)
  /** All that was written, with what moves the cursor. */
  written = ''
  /** Each different picture that was seen. */
  readonly pictures: string[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<number>
  #isEnded = false

  constructor(command: string, { cwd, env = {} }: TerminalOptions) {
    const sized = `stty cols ${Terminal.columns} rows 24; ${command}`
    this.#child = spawn('script', ['--quiet', '--return', '--flush', '--command', sized, '/dev/null'], {
      cwd,
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.written += text
      this.screen.write(text)
      if (this.pictures.at(-1) !== this.screen.text) this.pictures.push(this.screen.text)
    })
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject)
      this.#child.on('close', (code) => {
        this.#isEnded = true
        resolve(code ?? 1)
      })
    })
  }

  type(text: string): void {
    this.#child.stdin?.write(text)
  }

  /** Waits until the screen shows this. */
  async shows(what: RegExp, seconds = 30): Promise<void> {
    const until = Date.now() + seconds * 1000
    while (!what.test(this.screen.text)) {
      if (this.#isEnded || Date.now() > until) throw new Error(`never shown: ${what}\n${this.screen.text}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** The exit code, when it has ended by itself. */
  end(): Promise<number> {
    return this.#ended
  }

  close(): void {
    if (!this.#isEnded) this.#child.kill()
  }
}
