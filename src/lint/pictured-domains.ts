import type { ActionOf } from './action'
import { freeName } from './parts-of-table'
import type { Domain, Domains } from './pg-type'

type Altering = ActionOf<'constrain-domain'> | ActionOf<'relax-domain'> | ActionOf<'domain-default'>

/** The domains after one is altered. */
export function domainsAfter(domains: Domains, action: Altering): Domains {
  const known = domains.get(action.domain)
  return known === undefined ? domains : new Map(domains).set(action.domain, altered(known, action))
}

function altered(domain: Domain, action: Altering): Domain {
  const { checks } = domain
  switch (action.kind) {
    case 'constrain-domain':
      if (action.how === 'validate') return domain
      if (action.how === 'not null') return { ...domain, notNull: true }
      return { ...domain, checks: [...checks, freeName(action.name, new Set(checks))] }
    case 'relax-domain':
      return action.name === undefined
        ? { ...domain, notNull: false }
        : { ...domain, checks: checks.filter((name) => name !== action.name) }
    case 'domain-default':
      return { ...domain, calls: action.calls }
  }
}
