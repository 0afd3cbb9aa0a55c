import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { connect } from '../../src/backends/connect'
import type { Environment } from '../../src/cli/environment'
import { run } from '../../src/cli/run'
import type { Settings } from '../../src/models/settings'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'
import { applyHunk, type CommandLine } from './scenario'
import { useSourcePackage } from './source-package'

// The commands of these tests are those of the source, and so is what the project imports.
useSourcePackage()

const root = join(__dirname, '..', '..')

export interface ProjectOptions {
  readonly name: string
  /** Of the default database. */
  readonly url: string
  /** A session of it. Undefined: the one that the URL opens. */
  readonly open?: (() => Promise<Connection>) | undefined
}

/** A temporary project that commands are run in, inside the repository, so that it finds `strata-orm` by its name. */
export class ScenarioProject {
  readonly folder: string
  readonly #options: ProjectOptions
  #settings: Partial<Settings> = {}

  constructor(options: ProjectOptions) {
    this.#options = options
    this.folder = join(root, '.test', 'scenarios', `${options.name}-${process.pid}`)
    rmSync(this.folder, { recursive: true, force: true })
    this.write('tsconfig.json', '{ "extends": "../../../tsconfig.base.json" }\n')
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  read(path: string): string | undefined {
    const file = join(this.folder, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  edit(path: string, hunk: readonly string[]): void {
    this.write(path, applyHunk(this.read(path) ?? '', hunk))
  }

  delete(path: string): void {
    rmSync(join(this.folder, path), { recursive: true })
  }

  set(settings: Partial<Settings>): void {
    this.#settings = settings
  }

  /** Migration files under a folder, in order. */
  migrations(under: string): readonly string[] {
    return readdirSync(join(this.folder, under), { encoding: 'utf8', recursive: true })
      .filter((path) => path.endsWith('.ts') && path.split(sep).includes('migrations'))
      .map((path) => join(under, path))
      .sort()
  }

  /** What a command prints, its exit code at the end unless it is 0. */
  async command(line: CommandLine): Promise<string> {
    const inProcess = line.words[0] !== 'ts-node'
    const { text, exitCode } = await (inProcess ? this.#inProcess(line) : this.#asProcess(line))
    return this.#normal(`${text}${exitCode === 0 ? '' : `[exit ${exitCode}]\n`}`)
  }

  async query(sql: string): Promise<string> {
    const connection = await this.#connect(this.#options.url)
    try {
      const { rows } = await connection.run(statement(sql))
      return rows.map((row) => `${row.map((value) => value ?? 'NULL').join(' | ')}\n`).join('')
    } finally {
      await connection.close()
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #inProcess({ words, answers, variables }: CommandLine): Promise<Result> {
    this.#forgetFiles()
    let text = ''
    const sink = { write: (written: string) => (text += written) }
    const environment: Environment = {
      cwd: this.folder,
      env: variables,
      stdin: Readable.from(answers.map((answer) => `${answer}\n`)),
      stdout: sink,
      stderr: sink,
      connect: (url) => this.#connect(url),
    }
    const project = { settings: this.#allSettings(), baseDir: this.folder, script: 'manage.ts' }
    return { exitCode: await run(words, project, environment), text }
  }

  #asProcess({ words, answers, variables }: CommandLine): Promise<Result> {
    const settings = JSON.stringify(this.#allSettings(), undefined, 2)
    if (this.read('manage.ts') === undefined) {
      this.write('manage.ts', `import { manage } from 'strata-orm'\n\nmanage(${settings})\n`)
    }
    const child = spawn(process.execPath, ['-r', 'ts-node/register', ...words.slice(1)], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...variables },
    })
    let [out, err] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.stdin.end(answers.map((answer) => `${answer}\n`).join(''))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ exitCode: code ?? 1, text: out + err }))
    })
  }

  #connect(url: string): Promise<Connection> {
    const { url: own, open } = this.#options
    return url === own && open !== undefined ? open() : connect(url, { baseDir: this.folder })
  }

  /** Every folder in apps/ is an app, in the order of the alphabet. */
  #allSettings(): Settings {
    const apps = join(this.folder, 'apps')
    const folders = existsSync(apps) ? readdirSync(apps).sort() : []
    return {
      apps: folders.map((folder) => `apps/${folder}`),
      ...this.#settings,
      databases: { default: this.#options.url, ...this.#settings.databases },
    }
  }

  /** As in a new process: the files of the project are read again. */
  #forgetFiles(): void {
    for (const path of Object.keys(require.cache)) if (path.startsWith(this.folder + sep)) delete require.cache[path]
  }

  /** What differs from run to run, by names. */
  #normal(text: string): string {
    const { url } = this.#options
    return (
      (url === 'pglite:memory' ? text : text.replaceAll(url, '[database]'))
        .replaceAll(this.folder, '[project]')
        .replaceAll(relative(process.cwd(), this.folder), '[project]')
        .replace(/\(\d+\.\d+s\)/g, '([time])')
        .replace(/\d{4}-\d\d-\d\d(T| )\d\d:\d\d:\d\d(\.\d+Z)?/g, '[date]')
        .replace(/\((cost=|actual )[^)]*\)|(?<=(Buffers|Planning Time|Execution Time): ).*/g, '[measured]')
        .replace(/(^ +at .*\n)+/gm, '    at [stack]\n')
        // As a file of text shows it.
        .replaceAll('\u001b', '␛')
        .replace(/auto_\d{8}_\d{4}/g, 'auto_[date]')
    )
  }
}

interface Result {
  readonly exitCode: number
  readonly text: string
}
