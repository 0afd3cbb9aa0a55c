import type { Besides } from './model-change'
import { RemoveIndex } from './remove-index'

/** Drops an index without blocking reads or writes: outside a transaction, which the executor sees to. */
export class RemoveIndexConcurrently extends RemoveIndex {
  static override readonly takes = RemoveIndex.takes

  override besides(): Besides {
    return { concurrently: true }
  }

  override besidesBack(): Besides {
    return { concurrently: true }
  }

  override describe(): string {
    return `Concurrently ${super.describe().replace(/^Remove/, 'remove')}`
  }
}
