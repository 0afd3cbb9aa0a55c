import type { Variables } from '../base/variables'
import { UsageError } from './exit'

/** `--var tenant=acme --var dry=`; what is given twice has the last value. */
export function variablesOf(given: readonly string[] = []): Variables {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined) {
        throw new UsageError('var', `--var ${text}: a name and a value are wanted.`, 'For instance: --var tenant=acme')
      }
      return [name, value]
    }),
  )
}
