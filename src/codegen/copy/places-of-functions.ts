import { Node, type SourceFile } from 'ts-morph'
import { Operation } from '../../operations/operation'
import { initializerOf, migrationObject, property, unwrapped } from '../migration-source'
import { isField } from '../serialize/field'
import type { Named } from './functions-in'

/** Where the text of a file says a function: the expression, or the method, and the key that it stands under. */
export interface Place {
  readonly node: Node
  readonly key: string
}

/** By walking the operations and the text that made them side by side. */
export function placesOfFunctions(file: SourceFile, operations: readonly Operation[]): ReadonlyMap<Named, Place> {
  const places = new Map<Named, Place>()
  const list = migrationObject(file) && property(migrationObject(file), 'operations')
  if (list !== undefined) match(operations, list, 'operations', places)
  return places
}

function match(value: unknown, node: Node, key: string, places: Map<Named, Place>): void {
  const at = unwrapped(node)
  if (isField(value)) {
    // The options stand last; what is positional holds no functions.
    const options = Node.isCallExpression(at) ? at.getArguments().at(-1) : undefined
    if (options !== undefined) match(value.options, options, key, places)
  } else if (typeof value === 'function') {
    if (!places.has(value)) places.set(value, { node: at, key })
  } else if (Node.isIdentifier(at)) {
    const initializer = initializerOf(at)
    if (initializer !== undefined) match(value, initializer, key, places)
  } else if (value instanceof Operation) {
    if (!Node.isNewExpression(at)) return
    match(value.constructor, at.getExpression(), key, places)
    const [args] = at.getArguments()
    if (args !== undefined) match(value.args, args, key, places)
  } else if (Array.isArray(value)) {
    matchItems(value, at, key, places)
  } else if (typeof value === 'object' && value !== null && Node.isObjectLiteralExpression(at)) {
    for (const [name, held] of Object.entries(value)) {
      const found = property(at, name)
      if (found !== undefined) match(held, found, name, places)
    }
  }
}

/** A list with a spread in it does not say which item is which. */
function matchItems(values: readonly unknown[], at: Node, key: string, places: Map<Named, Place>): void {
  if (!Node.isArrayLiteralExpression(at)) return
  const items = at.getElements()
  if (items.length !== values.length || items.some(Node.isSpreadElement)) return
  for (const [index, item] of items.entries()) match(values[index], item, key, places)
}
