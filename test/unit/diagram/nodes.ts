import type { MigrationNode, MigrationStatus } from '../../../src/diagram/migration-node'

/** `a.0002 < a.0001 b.0001`, a migration and what it needs; with `!` at the end it is not applied. */
export function nodes(...lines: readonly string[]): readonly MigrationNode[] {
  return lines.map((line) => {
    const [, key = '', needs = '', open] = /^(\S+?)(?: < (.*?))?(!)?$/.exec(line) ?? []
    const [app = '', name = ''] = key.split('.')
    const status: MigrationStatus = open === undefined ? 'applied' : 'unapplied'
    return { app, name, status, dependencies: needs === '' ? [] : needs.split(' ') }
  })
}
