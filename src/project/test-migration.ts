import { StrataError } from '../base/errors'
import type { Variables } from '../base/variables'
import type { MigrationRef } from '../migrations/migration'
import type { CodeContext } from '../query/historical'
import type { Project } from './project'

/** What a test does at one point of the history: with the models of then, on the database of the test. */
export type MigrationTestCode = (context: CodeContext) => unknown

export interface MigrationTest {
  /** The point before: `['movies', '0001_initial']`, by the name or the beginning of it, or several such. */
  readonly from: MigrationRef | readonly MigrationRef[]
  readonly to: MigrationRef | readonly MigrationRef[]
  /** Rows as they are before. */
  readonly seed?: MigrationTestCode | undefined
  /** What has to be true after. Throws where it is not, as assertions do. */
  readonly check?: MigrationTestCode | undefined
  /** false: it is not undone. Otherwise it is undone, checked by `checkBack`, done again, and checked again. */
  readonly back?: boolean | undefined
  /** What has to be true when it is undone. */
  readonly checkBack?: MigrationTestCode | undefined
  /** What the code of migrations, and of the test, gets as `vars`. */
  readonly vars?: Variables | undefined
  /** `pglite:memory` unless given; or a server, on which a database is made, and dropped in the end. */
  readonly database?: string | undefined
}

/**
 * Runs migrations of a project on an empty database, forwards, backwards and forwards again, with rows to see what
 * becomes of them. Throws what a migration, a check or the database throws.
 */
export async function testMigration({ settings, baseDir }: Project, test: MigrationTest): Promise<void> {
  // Imported here: whoever imports a field from the package loads none of this.
  const [{ appPlaces }, { openFresh }, { loadMigrationSet }, { MigrationWalk }] = await Promise.all([
    import('./app-places'),
    import('./fresh-database'),
    import('./migration-set'),
    import('./migration-walk'),
  ])
  const { seed, check, back = true, checkBack, vars, database = 'pglite:memory' } = test
  const [from, to] = [refsOf(test.from), refsOf(test.to)]
  const set = loadMigrationSet(appPlaces(settings, baseDir))
  const db = await openFresh(database)
  try {
    const walk = new MigrationWalk(db, set, vars)
    await walk.to(from)
    await seed?.(await walk.context())
    const way = await walk.andBack(to)
    if (!way.ran) throw new NothingRanError(from, to)
    await check?.(await walk.context())
    if (!back) return
    await way.back()
    await checkBack?.(await walk.context())
    await walk.to(to)
    await check?.(await walk.context())
  } finally {
    await db.close()
  }
}

/** A test that would find nothing, whatever the migrations do. */
export class NothingRanError extends StrataError {
  constructor(from: readonly MigrationRef[], to: readonly MigrationRef[]) {
    const names = (refs: readonly MigrationRef[]): string => refs.map((ref) => ref.join('.')).join(', ')
    super({
      code: 'testing.nothing-ran',
      message: `No migration is run from ${names(from)} to ${names(to)}.`,
      hint: "Is 'from' the point before the migrations that are to be tested?",
      facts: { from: names(from), to: names(to) },
    })
  }
}

function refsOf(refs: MigrationRef | readonly MigrationRef[]): readonly MigrationRef[] {
  return isRef(refs) ? [refs] : refs
}

function isRef(refs: MigrationRef | readonly MigrationRef[]): refs is MigrationRef {
  return typeof refs[0] === 'string'
}
