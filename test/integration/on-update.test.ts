import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { onUpdate } from '../../src/backends/postgres/on-update'
import { foreseeOn } from '../../src/lint/foresight'
import { sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { type Variant, variants } from '../support/database'

const TABLES = `
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE t (id bigint PRIMARY KEY, "A" integer, b integer);
CREATE TABLE ref (id bigint REFERENCES t ON UPDATE CASCADE);
CREATE TRIGGER each_row BEFORE UPDATE OR INSERT ON t FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER at_a AFTER UPDATE OF "A" ON t FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER at_once AFTER UPDATE ON t EXECUTE FUNCTION noted();
CREATE TRIGGER added AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER off AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noted();
ALTER TABLE t DISABLE TRIGGER off;
CREATE TRIGGER replicated AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noted();
ALTER TABLE t ENABLE REPLICA TRIGGER replicated;
CREATE TABLE p (id bigint) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TRIGGER of_all AFTER UPDATE ON p FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER of_part BEFORE UPDATE ON p1 FOR EACH ROW EXECUTE FUNCTION noted()`

variants((variant: Variant) => {
  let db: Database
  beforeEach(async () => {
    db = toDatabase(await variant.open())
    await db.script(TABLES)
  })

  test('the triggers are those that PostgreSQL would call for these columns', async () => {
    const [row, once] = [
      { name: 'each_row', each: 'row' },
      { name: 'at_once', each: 'statement' },
    ]
    const ofA = { name: 'at_a', each: 'row' }
    assert.deepEqual((await onUpdate(db, 't', undefined)).triggers, [ofA, once, row])
    assert.deepEqual((await onUpdate(db, 't', '"A" = 1')).triggers, [ofA, once, row])
    assert.deepEqual((await onUpdate(db, 't', '"b" = 1')).triggers, [once, row])
    assert.deepEqual((await onUpdate(db, 'ref', undefined)).triggers, [])
  })

  test('those of partitions are among them, once each', async () => {
    const names = (await onUpdate(db, 'p', undefined)).triggers.map(({ name }) => name)
    assert.deepEqual(names, ['of_all', 'of_part'])
  })

  test('policies count where they hold for the session', async () => {
    const role = `strata_secured_${process.pid}`
    const update = sqlStep('UPDATE ref SET id = 1', { locks: undefined, writesRows: true })
    const unknown = async () => (await foreseeOn(db, [update])).get(update)?.[0]?.unknown
    await db.script(`CREATE ROLE ${role}`)
    try {
      await db.script(
        `GRANT USAGE ON SCHEMA public TO ${role}; GRANT ALL ON ref TO ${role}; ALTER TABLE ref ENABLE ROW LEVEL SECURITY`,
      )
      assert.deepEqual([(await onUpdate(db, 'ref', undefined)).isSecured, await unknown()], [false, undefined])
      await db.script(`SET ROLE ${role}`)
      assert.equal((await onUpdate(db, 'ref', undefined)).isSecured, true)
      assert.deepEqual(await unknown(), { of: 'locks', why: 'what the policies of ref read, and which rows they hide' })
    } finally {
      await db.script(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })
})
