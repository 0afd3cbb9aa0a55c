import type { Findings } from '../asking'
import type { Differences } from '../differences'
import { objectDifferences } from '../object-differences'
import { deletion } from './deleted-objects'

/** Views and the like that look at columns which go or change their type: dropped first, and created again afterwards. */
export function* steppedAside(differences: Differences): Findings {
  for (const { before } of objectDifferences(differences).recreated) yield deletion(differences, before)
}
