import { Client } from 'pg'
import { useSourcePackage } from '../support/source-package'

/** Loaded before `manage.ts`: the process dies, as of `kill -9`, before the n-th of its statements that change something. */

useSourcePackage()

/** A death before one of these is like one before what follows it, which is worth a process of its own. */
const skipped = /^\s*(SET|RESET|SELECT|SHOW|BEGIN|INSERT INTO strata_\w+)\b/i
let left = Number(process.env.KILL_AT)

const send = Client.prototype.query as (this: Client, ...given: readonly unknown[]) => unknown
Object.assign(Client.prototype, {
  query(this: Client, ...given: readonly unknown[]): unknown {
    const [first] = given
    const sql = typeof first === 'string' ? first : (first as { readonly text: string }).text
    if (!skipped.test(sql) && --left === 0) {
      process.stderr.write(`killed before: ${sql}\n`)
      process.kill(process.pid, 'SIGKILL')
    }
    return send.apply(this, [...given])
  },
})
