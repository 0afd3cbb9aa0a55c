import { connect } from '../../src/backends/connect'
import { withRunLock } from '../../src/backends/postgres/run-lock'

/** A process for the tests of the run lock: holds it until it is killed. */
async function main(url: string, name: string): Promise<void> {
  await withRunLock(await connect(url, { baseDir: '.' }), { name, timeoutMs: 0 }, () => {
    process.stdout.write('locked\n')
    return new Promise<never>(() => undefined)
  })
}

const [url = '', name = ''] = process.argv.slice(2)
void main(url, name)
