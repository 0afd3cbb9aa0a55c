/** Cases in which ours differs from Django for a reason: the reason, by the name of the case. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'model: rename in case only':
    'Django does not see it; ours renames the model, so that historical models are called as the class is',
  'field: rename one that an index names':
    'Django drops the index and builds it again; ours keeps it, since PostgreSQL carries it along with the column',
}
