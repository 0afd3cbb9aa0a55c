import { sqlStep } from '../../../schema/step'
import { qualifiedName, quoteLiteral } from '../compiler'
import { madeAnew } from './words'

export const collation = madeAnew<'collation'>({
  create({ name, options: { provider, locale, deterministic } }) {
    const parts = [
      ...(provider === undefined ? [] : [`provider = ${provider}`]),
      `locale = ${quoteLiteral(locale)}`,
      ...(deterministic === undefined ? [] : [`deterministic = ${deterministic}`]),
    ]
    return [sqlStep(`CREATE COLLATION ${qualifiedName(name)} (${parts.join(', ')})`)]
  },
  drop: ({ name }) => [sqlStep(`DROP COLLATION ${qualifiedName(name)}`)],
})
