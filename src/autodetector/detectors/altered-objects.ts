import { objectKey } from '../../objects/database-object'
import { objectsOn } from '../../state/object-references'
import type { Findings } from '../asking'
import { does, needs, planned } from '../dependencies'
import type { Differences } from '../differences'
import { UnsupportedObjectChangeError } from '../errors'
import { objectDifferences } from '../object-differences'
import { creationNeeds } from '../object-needs'
import { altering } from '../object-operations'

/** Objects that are not what they were, and stay in their place. What stands on one that is made anew is gone before. */
export function* alteredObjects(differences: Differences): Findings {
  for (const { after } of objectDifferences(differences).altered) {
    const key = objectKey(after)
    const operation = altering(after)
    if (operation === undefined) throw new UnsupportedObjectChangeError(key, 'its definition')
    yield planned({
      app: after.app,
      operation,
      does: [does.object(key)],
      needs: [
        ...creationNeeds(differences, after),
        ...[...objectsOn(differences.from, key)].map((other) => needs(does.objectGone(objectKey(other)))),
      ],
    })
  }
}
