import { call, number, string } from '../code'
import { quoted } from '../quoted'
import { serializer } from './serializer'

/** More bytes than these are easier to read, and shorter, as hex digits. */
const fewBytes = 8

export const bytes = serializer(
  'Uint8Array',
  (value) => value instanceof Uint8Array,
  (value) => {
    if (value.length <= fewBytes)
      return call(
        'Uint8Array.of',
        Array.from(value, (byte) => number(String(byte))),
      )
    return call('Buffer.from', [string(quoted(Buffer.from(value).toString('hex'))), string(quoted('hex'))])
  },
)
