import type { NamedIndex } from '../constraints/db-index'
import { AddIndex } from './add-index'
import type { Besides } from './model-change'

/** Adds an index without blocking writes: outside a transaction, which the executor sees to. */
export class AddIndexConcurrently extends AddIndex {
  static override readonly takes = AddIndex.takes

  override with(index: NamedIndex): AddIndexConcurrently {
    return new AddIndexConcurrently({ model: this.model, index })
  }

  override besides(): Besides {
    return { concurrently: true }
  }

  override besidesBack(): Besides {
    return { concurrently: true }
  }

  override describe(): string {
    return `Concurrently ${super.describe().replace(/^Create/, 'create')}`
  }
}
