import type { ValueOptions } from './define'
import { FieldValueError } from './errors'
import type { FieldOptions } from './field'

export interface AutoDateOptions<Value> extends ValueOptions<Value> {
  /** Set to now whenever the row is saved. */
  readonly autoNow?: boolean
  /** Set to now when the row is created. */
  readonly autoNowAdd?: boolean
}

export function checkAutoNow(options: FieldOptions & { autoNow?: boolean; autoNowAdd?: boolean }): readonly string[] {
  if (options.autoNow === undefined && options.autoNowAdd === undefined) return []
  const chosen = [
    options.autoNow === true && 'autoNow',
    options.autoNowAdd === true && 'autoNowAdd',
    options.default !== undefined && 'default',
  ].filter((name) => name !== false)
  return chosen.length > 1 ? [`${chosen.join(' and ')} exclude each other`] : []
}

/** `2026-11-22` of a Date, in UTC: a date without a time is kept as midnight UTC. */
export function dateParam(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Date && !Number.isNaN(value.getTime())) return isoDate(value)
  throw new FieldValueError(value, 'a Date')
}

/** An instant as PostgreSQL reads it, to the millisecond. */
export function instantParam(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Date && !Number.isNaN(value.getTime())) return isoInstant(value)
  throw new FieldValueError(value, 'a Date')
}

/** PostgreSQL writes years beyond four digits without JavaScript's sign, and those before 1 with BC. */
function isoDate(value: Date): string {
  const year = value.getUTCFullYear()
  const rest = value
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, 6)
  return year > 0 ? `${String(year).padStart(4, '0')}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`
}

function isoInstant(value: Date): string {
  const day = isoDate(value)
  const time = value.toISOString().replace(/^.*T/, ' ').replace('Z', '+00')
  return day.endsWith(' BC') ? `${day.slice(0, -3)}${time} BC` : `${day}${time}`
}

/** A Date of the text of a `date` or a `timestamptz` in ISO style. Infinity has no Date. */
export function parseInstant(raw: unknown): Date {
  const match =
    /^(\d+)-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?( BC)?$/.exec(
      String(raw),
    )
  if (match === null) throw new FieldValueError(raw, 'a date that JavaScript can hold')
  const [, y, month, day, h = '0', m = '0', s = '0', fraction = '', zone = '+00', bc] = match
  const year = bc === undefined ? Number(y) : 1 - Number(y)
  const date = new Date(0)
  date.setUTCFullYear(year, Number(month) - 1, Number(day))
  date.setUTCHours(Number(h), Number(m), Number(s), Number(fraction.padEnd(3, '0').slice(0, 3)))
  return new Date(date.getTime() - zoneOffsetMs(zone))
}

function zoneOffsetMs(zone: string): number {
  const [hours = '0', minutes = '0', seconds = '0'] = zone.slice(1).match(/\d\d/g) ?? []
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return zone.startsWith('-') ? -ms : ms
}
