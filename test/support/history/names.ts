/** Names of every kind that there may be: reserved words, capitals, letters outside ASCII, and as long as can be. */
export const modelKeys = [
  'a.Ant',
  'a.Bee',
  'b.User',
  'shop.OrderLine',
  'b.Ant',
  'a.Größe',
  'shop.Order',
  `b.${'Long'.repeat(13)}`,
  'a.Dog',
  'shop.HTTPLog',
  'b.Select',
  'shop.Eel',
] as const

export const fieldNames = [
  'name',
  'title',
  'size',
  'order',
  'createdAt',
  'user',
  'größe',
  'URLPath',
  'snake_case',
  'select',
  `${'veryLong'.repeat(7)}Name`,
  'x1',
  'parentId',
  'other',
  'table',
] as const

/** For columns and tables that are named by hand. */
export const oddNames = ['plain', 'Odd "Name"', '100%s', 'select', 'UPPER', '🦀 crab', 'x'.repeat(59)] as const
