import type { Findings } from '../asking'
import type { Differences } from '../differences'
import { objectDifferences } from '../object-differences'
import { creation } from './created-objects'

/** What stepped aside comes back, as it is declared now. */
export function* comeBack(differences: Differences): Findings {
  for (const { after } of objectDifferences(differences).recreated) yield creation(differences, after)
}
