/** What a person gives to the code of migrations when they are run: `--var tenant=acme`. */
export type Variables = Readonly<Record<string, string | undefined>>
