import { Operation } from '../../operations/operation'
import { call, object } from '../code'
import { entries } from './entries'
import { importedName, serializer } from './serializer'

export const operation = serializer(
  'operation',
  (value) => value instanceof Operation,
  (value, scope) => {
    const callee = importedName(value.constructor, `the operation ${value.constructor.name}`, scope)
    // Keys that hold undefined too: `dbTable: undefined` says that the table has its usual name again.
    return call(`new ${callee}`, [object(entries(Object.entries(value.args), scope))])
  },
)
