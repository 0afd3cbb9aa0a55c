/** Of the package, which finds itself by its name: from its source as from what is built of it. */
export const version: string = (require('strata-orm/package.json') as { version: string }).version
