import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import { statement } from '../sql/statement'
import { recordTable } from './records'

/** Refuses a run on a session that could not even note it, in words that say what is wrong with that. */
export async function refuseUnwritable(db: Database): Promise<void> {
  const { rows } = await db.run(statement(FACTS, [recordTable]))
  const [isReadOnly, isStandby, hasRecords, schema, mayCreate, role] = rows[0] ?? []
  if (isStandby === true) {
    throw new UnwritableError(db, 'it is a standby, which follows another server', 'Name that server in the URL.')
  }
  if (isReadOnly === true) {
    const hint = 'Its role, its database or the URL sets default_transaction_read_only. Take that back for the role.'
    throw new UnwritableError(db, 'each of its transactions is a read-only transaction', hint)
  }
  if (hasRecords === true) return
  if (schema === null) {
    const hint = 'CREATE SCHEMA makes it; ALTER ROLE … SET search_path names another one.'
    throw new UnwritableError(db, 'its search_path names no schema that is there', hint)
  }
  if (mayCreate === false) {
    const hint = `GRANT CREATE ON SCHEMA ${String(schema)} TO ${String(role)} allows it. Since PostgreSQL 15 not everybody may.`
    throw new UnwritableError(db, `${String(role)} may not create tables in the schema ${String(schema)}`, hint)
  }
}

class UnwritableError extends StrataError {
  constructor({ label }: Database, why: string, hint: string) {
    super({
      code: 'migrate.unwritable',
      message: `${label} takes no migrations from this session: ${why}`,
      hint: `${hint} Nothing was run.`,
      facts: { database: label, why },
    })
  }
}

const FACTS = `SELECT current_setting('transaction_read_only')::boolean, pg_is_in_recovery(), to_regclass($1) IS NOT NULL,
  quote_ident(current_schema()), has_schema_privilege(current_schema(), 'CREATE'), quote_ident(current_user)`
