// dist/index.js: what `require('strata-orm')` runs. All of the package is in bundle.js beside it, and to read that is
// half of what a small command takes: so what the engine made of it is kept, and not made again.
const { createHash } = require('node:crypto')
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { runInThisContext, Script } = require('node:vm')

const bundle = join(__dirname, 'bundle.js')
const { size, mtimeMs, ctimeMs } = statSync(bundle)
const file = join(__dirname, '..', 'node_modules', '.cache', 'strata-code', `${process.versions.v8}-${process.arch}`)
const writer = [process.versions.v8, size, mtimeMs, ctimeMs].join(' ')

// A test of jest has globals of its own, and a `Date` or a `Reflect` of others would be none to it.
if (runInThisContext('Object') === Object) runKept()
else module.exports = require('./bundle.js')

function runKept() {
  const { commands = [], code } = kept() ?? {}
  // The bundle is ASCII: esbuild writes it so.
  const source = `(function (exports, require, module, __filename, __dirname, keepCode) {${readFileSync(bundle, 'latin1')}\n})`
  const script = new Script(source, { filename: bundle, cachedData: code })
  script.runInThisContext().call(exports, exports, require, module, bundle, __dirname, keepCode)

  /** Keeps the functions that a command uses along with those of others, when it has ended. */
  function keepCode(command) {
    // Of a process with other flags: they take turns with each other's code no better than without.
    if (script.cachedDataRejected || commands.includes(command) || process.env.NODE_V8_COVERAGE !== undefined) return
    process.once('exit', () => keep([...commands, command], script.createCachedData()))
  }
}

/** undefined: there is none of this bundle, or it is not whole, which the engine would not notice. */
function kept() {
  try {
    const all = readFileSync(file)
    const end = all.indexOf('\n')
    const { commands, length, digest } = JSON.parse(all.toString('utf8', 0, end))
    const code = all.subarray(end + 1)
    return code.length === length && digestOf(code) === digest ? { commands, code } : undefined
  } catch {
    return undefined
  }
}

/** In a folder that cannot be written to nothing is kept. */
function keep(commands, code) {
  const temporary = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    const head = JSON.stringify({ commands, length: code.length, digest: digestOf(code) })
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${head}\n`), code]))
    renameSync(temporary, file)
  } catch {}
}

function digestOf(code) {
  return createHash('sha256').update(writer).update(code).digest('hex')
}
