/** Cases in which ours differs from Django for a reason that no rule says: the reason, by the name of the case. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'model: rename in case only':
    'Django does not see it; ours renames the model, so that historical models are called as the class is',
}
