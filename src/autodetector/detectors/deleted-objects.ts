import type { DatabaseObject } from '../../objects/database-object'
import { objectKey } from '../../objects/database-object'
import { fieldsUsing } from '../../state/object-references'
import type { Findings } from '../asking'
import type { Planned } from '../dependencies'
import { planned } from '../dependencies'
import type { Differences } from '../differences'
import { UnsupportedObjectChangeError } from '../errors'
import { objectDifferences } from '../object-differences'
import { deletionNeeds } from '../object-needs'
import { dropping } from '../object-operations'
import { freedBy } from './created-objects'

/** Objects that are gone: after all that used them, which may have them drop out in the middle. */
export function* deletedObjects(differences: Differences): Findings {
  const { deleted } = objectDifferences(differences)
  for (const object of deleted) {
    refuseAnotherApp(differences, object)
    yield deletion(differences, object)
  }
}

export function deletion({ from }: Differences, object: DatabaseObject): Planned {
  return planned({
    app: object.app,
    operation: dropping(object),
    does: freedBy(object),
    needs: deletionNeeds(from, object),
  })
}

/** Columns hold on to their type and collation, so that they cannot be dropped here and made again there. */
function refuseAnotherApp({ from, to }: Differences, object: DatabaseObject): void {
  const elsewhere = [...to.objects()].some(({ kind, name }) => kind === object.kind && name === object.name)
  const used = [...fieldsUsing(from, object)].length > 0
  if (elsewhere && used) throw new UnsupportedObjectChangeError(objectKey(object), 'the app that it belongs to')
}
