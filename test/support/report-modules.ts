import { writeFileSync } from 'node:fs'

/** Preloaded into a process: when it ends, it writes down which files it has loaded. */
process.on('exit', () => {
  const { STRATA_TEST_MODULES: file } = process.env
  if (file !== undefined) writeFileSync(file, JSON.stringify(Object.keys(require.cache)))
})
