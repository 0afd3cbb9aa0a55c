import { lockFolder } from '../../../src/backends/postgres/pglite-folder-lock'

/**
 * A process for the tests of the folder lock. Takes the lock, says so, and then does what `ending` says;
 * `count` adds one to a number in a file, slowly, which goes wrong if two do it at once.
 */
async function main(path: string, ending: string): Promise<void> {
  const lock = await lockFolder(path, { waitMs: 20_000 })
  process.stdout.write('locked\n')
  switch (ending) {
    case 'hang':
      setInterval(() => undefined, 1000)
      return
    case 'exit':
      return process.exit(0)
    case 'count': {
      const { readFileSync, writeFileSync } = await import('node:fs')
      const counter = `${path}-counter`
      const seen = Number(readFileSync(counter, 'utf8'))
      await new Promise((resolve) => setTimeout(resolve, 20))
      writeFileSync(counter, String(seen + 1))
      lock.release()
    }
  }
}

const [path = '', ending = ''] = process.argv.slice(2)
void main(path, ending)
