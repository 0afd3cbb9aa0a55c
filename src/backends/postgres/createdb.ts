import { postgresServer } from '../database-url'

const usualPort = '5432'

/** What makes the database of a URL, to be typed into a shell; createdb asks for the password by itself. */
export function createdbCommand(url: string): string {
  const { host, port, user, database } = postgresServer(url)
  const options: readonly (readonly [flag: string, value: string | undefined])[] = [
    ['-h', host],
    ['-p', port === usualPort ? undefined : port],
    ['-U', user],
  ]
  const given = options.flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(value)]))
  return ['createdb', ...given, ...(database === undefined ? [] : [shellWord(database)])].join(' ')
}

function shellWord(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
