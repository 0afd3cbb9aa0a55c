import type { Subject } from './subject'

/** The names that an action gives, without their schema. */
export function namesMade({ action }: Subject): readonly string[] {
  switch (action.kind) {
    case 'create-table':
      return [action.table, ...action.columns.map(({ name }) => name)].map(ownName)
    case 'add-column':
      return [action.column.name]
    case 'create-index':
      return [action.index.name]
    case 'add-constraint':
      return [action.constraint.name]
    case 'rename-table':
    case 'rename-column':
    case 'rename-part':
      return [action.to]
    default:
      return []
  }
}

function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
