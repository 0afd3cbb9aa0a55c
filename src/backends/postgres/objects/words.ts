import type { DependencyKey, ObjectKind, ObjectOf } from '../../../objects/database-object'
import { isObjectKey } from '../../../objects/database-object'
import type { States } from '../../../schema/object-change'
import type { Lock, LockMode, SqlStep } from '../../../schema/step'
import type { ProjectState } from '../../../state/project-state'
import { concreteModel, tableOf } from '../../../state/relations'
import { qualifiedName, quoteName } from '../compiler'
import { lock } from '../ddl/effects'

/** How objects of one kind are spelled. */
export interface Words<Kind extends ObjectKind> {
  create(object: ObjectOf<Kind>, states: States): readonly SqlStep[]
  drop(object: ObjectOf<Kind>, states: States): readonly SqlStep[]
  alter(from: ObjectOf<Kind>, to: ObjectOf<Kind>, states: States): readonly SqlStep[]
}

/** The words of a kind whose objects are changed by being made anew. */
export function madeAnew<Kind extends ObjectKind>(words: Omit<Words<Kind>, 'alter'>): Words<Kind> {
  return {
    ...words,
    alter: (from, to, states) => [...words.drop(from, states), ...words.create(to, states)],
  }
}

/** The table or view of a key, as the database calls it in this state. */
export function relationOf(state: ProjectState, key: DependencyKey): { readonly name: string; readonly sql: string } {
  if (isObjectKey(key)) {
    const { name } = state.object(key)
    return { name, sql: qualifiedName(name) }
  }
  const name = tableOf(concreteModel(state, state.model(key)))
  return { name, sql: quoteName(name) }
}

/** Locks on the tables that an object is made from. */
export function locksOn(state: ProjectState, keys: readonly DependencyKey[], mode: LockMode): readonly Lock[] {
  return keys.filter((key) => state.find(key) !== undefined).map((key) => lock(relationOf(state, key).name, mode))
}

/** SQL of the user's own, without the semicolon that would end the statement around it. */
export function bare(sql: string): string {
  return sql.trim().replace(/;\s*$/, '')
}
