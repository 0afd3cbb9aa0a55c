import { AddEnumValue, RemoveEnumValue } from '../../operations'
import { isHeld } from '../pg-type'
import type { Rule } from '../rule'
import { earlier, later, ofKind, on, onLive, type Subject } from '../subject'

/** Triggers, sequences, domains and enum types. */
export const objects: readonly Rule[] = [
  {
    id: 'L606',
    name: 'create-trigger',
    severity: 'info',
    about: 'locks',
    title: 'a trigger is created',
    why: 'A short lock that writes wait for.',
    instead: 'Nothing: migrate does not wait long for it.',
    bad: ['CREATE TRIGGER g BEFORE INSERT ON shop_book FOR EACH ROW EXECUTE FUNCTION f()'],
    good: ['CREATE TABLE shop_note (id bigint)'],
    finds: onLive('trigger', ({ table, does }) => does === 'create' && table),
  },
  {
    id: 'L607',
    name: 'drop-trigger',
    severity: 'info',
    about: 'locks',
    title: 'a trigger is dropped, or turned on or off',
    why: 'A short lock that writes wait for; where one is dropped, reads as well.',
    instead: 'Nothing: migrate does not wait long for it.',
    bad: ['DROP TRIGGER g ON shop_book'],
    good: ['CREATE TABLE shop_note (id bigint)'],
    finds: onLive('trigger', ({ table, does }) => does !== 'create' && table),
  },
  {
    id: 'L611',
    name: 'alter-sequence',
    severity: 'warning',
    about: 'locks',
    title: 'a sequence is altered in a transaction that does more',
    why: 'Nobody gets a number from it until the transaction ends.',
    instead: 'A migration of its own.',
    bad: ['ALTER SEQUENCE shop_number_seq RESTART; ALTER TABLE shop_book ADD COLUMN pages integer'],
    good: ['ALTER SEQUENCE shop_number_seq RESTART'],
    finds: on('alter-sequence', ({ sequence }, { transaction, statement, picture }) => {
      const others = transaction.subjects.filter((each) => each.statement !== statement && each.action.kind !== 'call')
      return transaction.isOne && others.length > 0 && !picture.newSequences.has(sequence) && sequence
    }),
  },
  {
    id: 'L701',
    name: 'domain-with-constraint',
    severity: 'warning',
    about: 'data',
    title: 'a domain with a constraint',
    why: 'Nothing about it can be changed later beside those who use it.',
    instead: 'The plain type, and checks of the tables.',
    bad: ['CREATE DOMAIN shop_year AS integer CHECK (value > 0)'],
    good: ['CREATE DOMAIN shop_year AS integer'],
    finds: on('create-domain', (action) => isHeld(action) && action.domain),
  },
  {
    id: 'L702',
    name: 'alter-domain-add-constraint',
    severity: 'error',
    about: 'locks',
    title: 'a domain gets a constraint that all values are held to at once',
    why: 'Every table with a column of it is read while nobody writes there.',
    instead: 'NOT VALID.',
    bad: ['ALTER DOMAIN shop_number ADD CONSTRAINT c CHECK (value > 0)'],
    good: ['ALTER DOMAIN shop_number ADD CONSTRAINT c CHECK (value > 0) NOT VALID'],
    finds: on(
      'constrain-domain',
      ({ domain, how }, subject) => how === 'add' && !isNewDomain(subject, domain) && domain,
    ),
  },
  {
    id: 'L703',
    name: 'domain-validate-or-not-null',
    severity: 'error',
    about: 'locks',
    title: 'all values of a domain are looked at',
    why: 'Every table with a column of it is read while nobody writes there.',
    instead: 'Leave the constraint NOT VALID, or make checks of the tables of it.',
    bad: ['ALTER DOMAIN shop_number SET NOT NULL'],
    good: ['ALTER DOMAIN shop_number ADD CONSTRAINT c CHECK (value > 0) NOT VALID'],
    finds: on('constrain-domain', ({ domain, how }, subject) => {
      return (how === 'validate' || how === 'not null') && !isNewDomain(subject, domain) && domain
    }),
  },
  {
    id: 'L704',
    name: 'enum-value-used-at-once',
    severity: 'error',
    about: 'data',
    title: 'a new value of an enum type is used in the transaction that adds it',
    why: 'PostgreSQL refuses it (55P04).',
    instead: 'Use it in the next migration.',
    bad: ["ALTER TYPE shop_mood ADD VALUE 'calm'; UPDATE shop_book SET slug = 'calm' WHERE id = 1"],
    good: ["ALTER TYPE shop_mood ADD VALUE 'calm'"],
    finds: on('add-enum-value', (action, subject) => {
      if (subject.picture.newEnums.has(action.enum) && subject.run.version >= 17) return false
      const { transaction } = subject
      const isUsed = later(subject).some(
        (each) => each.transaction === transaction && each.statement.texts.includes(action.value),
      )
      return transaction.isOne && isUsed && `'${action.value}' of ${action.enum}`
    }),
  },
  {
    id: 'L705',
    name: 'enum-value-removal',
    severity: 'error',
    about: 'releases',
    title: 'a value of an enum type is removed',
    why: 'The release before fails as soon as it writes it (22P02).',
    instead: 'First a release that does not write it.',
    bad: [],
    good: ["ALTER TYPE shop_mood ADD VALUE 'calm'"],
    finds: (subject) => {
      const { operation } = subject.of
      if (!isFirst(subject)) return undefined
      return operation instanceof RemoveEnumValue ? `'${operation.args.value}' of ${operation.args.enum}` : undefined
    },
  },
  {
    id: 'L706',
    name: 'enum-order',
    severity: 'off',
    about: 'data',
    title: 'a new value of an enum type without a place',
    why: 'It comes after all others where rows are ordered by it.',
    instead: 'BEFORE or AFTER another value.',
    bad: ["ALTER TYPE shop_mood ADD VALUE 'calm'"],
    good: ["ALTER TYPE shop_mood ADD VALUE 'calm' BEFORE 'happy'"],
    // Models say in which order the values are.
    finds: on(
      'add-enum-value',
      (action, { isOwnSql }) => isOwnSql && !action.isPlaced && `'${action.value}' of ${action.enum}`,
    ),
  },
  {
    id: 'L707',
    name: 'enum-creation',
    severity: 'off',
    about: 'data',
    title: 'an enum type',
    why: 'Values are added easily, and removed by writing every row anew.',
    instead: 'A table of the values, or a text with a check.',
    bad: ["CREATE TYPE shop_size AS ENUM ('small', 'large')"],
    good: ["CREATE TABLE shop_note (id bigint, size text CHECK (size IN ('small', 'large')))"],
    finds: on('create-enum', (action) => action.enum),
  },
  {
    id: 'C708',
    name: 'enum-value-new-readers',
    severity: 'warning',
    about: 'releases',
    title: 'a new value that the release before cannot read',
    why: 'It does not know what to do with it.',
    instead: 'Write it from the next release on.',
    bad: [],
    good: ["ALTER TYPE shop_mood ADD VALUE 'calm'"],
    finds: (subject) => {
      const { operation } = subject.of
      if (!isFirst(subject)) return undefined
      return operation instanceof AddEnumValue ? `'${operation.args.value}' of ${operation.args.enum}` : undefined
    },
  },
]

/** Nobody has values of it. */
function isNewDomain(subject: Subject, domain: string): boolean {
  return ofKind(earlier(subject), 'create-domain').some(({ action }) => action.domain === domain)
}

function isFirst(subject: Subject): boolean {
  return subject.of.subjects[0] === subject
}
