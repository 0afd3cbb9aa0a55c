import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The executable of a Chromium that this machine has; CHROME_BIN names another one. */
export function findBrowser(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'headless_shell']
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.CHROME_BIN ?? '', ...installed, ...ofPlaywright()].find(isExecutable)
}

function ofPlaywright(): readonly string[] {
  const cache = join(homedir(), '.cache', 'ms-playwright')
  try {
    return readdirSync(cache).flatMap((name) => [
      join(cache, name, 'chrome-linux', 'headless_shell'),
      join(cache, name, 'chrome-linux', 'chrome'),
    ])
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false
  }
}

export interface BrowserOptions {
  readonly width: number
  readonly height: number
  readonly dark?: boolean
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** One page of a browser without a window, spoken to by its own protocol over a pipe: no port, no package. */
export class Browser {
  /** What the page has complained of. */
  readonly problems: string[] = []
  readonly #child: ChildProcess
  readonly #profile: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #events: Answer[] = []
  #heard: (() => void) | undefined
  #last = 0
  #session: string | undefined

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child
    this.#profile = profile
    let rest = ''
    const output = child.stdio[4] as Readable
    output.setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0')
      rest = messages.pop() ?? ''
      for (const message of messages) this.#hear(JSON.parse(message) as Answer)
    })
  }

  static async open(path: string, { width, height, dark = false }: BrowserOptions): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'strata-browser-'))
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars']
    const child = spawn(
      path,
      [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, `--window-size=${width},${height}`],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    )
    const browser = new Browser(child, profile)
    const { targetId } = await browser.#send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
    const attached = await browser.#send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    browser.#session = attached.sessionId
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.#send(`${domain}.enable`)
    await browser.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
    const scheme = { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }
    await browser.#send('Emulation.setEmulatedMedia', { features: [scheme] })
    return browser
  }

  async goTo(url: string): Promise<void> {
    const isLoaded = this.#event('Page.loadEventFired')
    await this.#send('Page.navigate', { url })
    await isLoaded
  }

  /** The value of an expression on the page. */
  async value<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#send<{
      result: { value: T }
      exceptionDetails?: { exception?: { description?: string } }
    }>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? expression)
    return result.value
  }

  /** A real click, at what is there: something that lies above the element gets it. */
  async click(selector: string): Promise<void> {
    const { x, y } = await this.value<{ x: number; y: number }>(
      `(() => { const { x, y, width, height } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()
        return { x: x + width / 2, y: y + height / 2 } })()`,
    )
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.#send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 })
  }

  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text })
  }

  async press(key: string): Promise<void> {
    for (const type of ['keyDown', 'keyUp']) await this.#send('Input.dispatchKeyEvent', { type, key, code: key })
  }

  /** As PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send<{ data: string }>('Page.captureScreenshot', { format: 'png' })
    return Buffer.from(data, 'base64')
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#session = undefined
    // Its helpers end with it, and write nothing more then.
    void this.#send('Browser.close')
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#last
    const input = this.#child.stdio[3] as Writable
    input.write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result as T)
        else reject(new Error(`${method}: ${error.message}`))
      })
    })
  }

  #hear(answer: Answer): void {
    if (answer.id !== undefined) {
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
      return
    }
    if (answer.method === 'Runtime.exceptionThrown' || answer.method === 'Log.entryAdded')
      this.problems.push(JSON.stringify(answer.params))
    this.#events.push(answer)
    this.#heard?.()
  }

  #event(method: string): Promise<void> {
    this.#events.length = 0
    return new Promise((resolve) => {
      this.#heard = () => {
        if (this.#events.some((event) => event.method === method)) resolve()
      }
    })
  }
}
