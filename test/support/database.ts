/** What tests use of databases. */
export { type Catalog, catalog } from './catalog'
export { createDatabase, query, type TestDatabase } from './databases'
export { onlyPglite, realServer, realServers, type Server } from './servers'
export { type Variant, type VariantOptions, variants } from './variants'
