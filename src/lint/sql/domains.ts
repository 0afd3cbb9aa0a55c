import type { Action } from '../action'
import { constraintFacts, defaultCallsIn, typeOf } from './definitions'
import { functionsIn } from './expressions'
import type { Constraint, Node } from './nodes'
import { dottedName } from './nodes'

export function createDomain({
  domainname,
  typeName,
  constraints = [],
}: NonNullable<Node['CreateDomainStmt']>): readonly Action[] {
  const domain = dottedName(domainname)
  const parts = constraints.map(({ Constraint: constraint }) => constraint)
  return [
    {
      kind: 'create-domain',
      domain,
      base: typeOf(typeName),
      checks: checkNames(domain, parts),
      notNull: parts.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
      calls: defaultCallsIn(constraints),
    },
  ]
}

export function alterDomain({ subtype, typeName, name, def }: NonNullable<Node['AlterDomainStmt']>): readonly Action[] {
  const domain = dottedName(typeName)
  switch (subtype) {
    case 'C': {
      const constraint = def?.Constraint && constraintFacts(domain, def.Constraint)
      const how = constraint?.valid === false ? 'add not valid' : 'add'
      return [{ kind: 'constrain-domain', domain, how, name: def?.Constraint?.conname ?? checkName(domain) }]
    }
    case 'V':
      return [{ kind: 'constrain-domain', domain, how: 'validate', name: name ?? '' }]
    case 'O':
      return [{ kind: 'constrain-domain', domain, how: 'not null', name: '' }]
    case 'X':
      return [{ kind: 'relax-domain', domain, name: name ?? '' }]
    case 'N':
      return [{ kind: 'relax-domain', domain, name: undefined }]
    case 'T':
      return [{ kind: 'domain-default', domain, calls: def && functionsIn(def) }]
    default:
      return []
  }
}

/** Checks without a name are numbered. */
function checkNames(domain: string, constraints: readonly Constraint[]): readonly string[] {
  let count = 0
  return constraints
    .filter(({ contype }) => contype === 'CONSTR_CHECK')
    .map(({ conname }) => conname ?? `${checkName(domain)}${count++ || ''}`)
}

function checkName(domain: string): string {
  return `${domain.slice(domain.lastIndexOf('.') + 1)}_check`
}
