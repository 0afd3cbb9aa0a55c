import { script, string } from '../code'
import { quoted, templated } from '../quoted'
import type { Step } from './serializer'
import { serializer } from './serializer'

/** Where SQL stands, which is read line by line. */
const sqlSteps: ReadonlySet<Step | undefined> = new Set(['sql', 'reverseSql', 'dropSql', 'body'])

export const text = serializer(
  'string',
  (value) => typeof value === 'string',
  (value, { step }) => (sqlSteps.has(step) && value.includes('\n') ? script(templated(value)) : string(quoted(value))),
)
