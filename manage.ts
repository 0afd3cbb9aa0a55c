import { manage } from 'strata-orm'

manage({
  apps: ['apps/people', 'apps/movies', 'apps/reviews'],
  databases: { default: process.env.DATABASE_URL ?? 'pglite:.strata/db' },
})
