import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import { connect } from '../../../src/backends/connect'
import { createdbCommand } from '../../../src/backends/postgres/createdb'
import type { StrataError } from '../../../src/base/errors'

const closers: (() => void)[] = []
after(() => {
  for (const close of closers) close()
})

/** A server that answers one message after the other with these bytes, and hangs up after the last. */
async function serverThatSays(...answers: readonly Buffer[]): Promise<number> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    const left = [...answers]
    socket.on('error', () => undefined)
    socket.on('data', () => {
      const answer = left.shift()
      if (answer !== undefined) socket.write(answer)
      if (answers.length > 0 && left.length === 0) socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function errorResponse(code: string, message: string): Buffer {
  return reply('E', `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
}

/** A message of PostgreSQL's protocol: a letter, the length of the rest, the rest. */
function reply(letter: string, content: string): Buffer {
  const head = Buffer.from(`${letter}\0\0\0\0`)
  head.writeUInt32BE(Buffer.byteLength(content) + 4, 1)
  return Buffer.concat([head, Buffer.from(content)])
}

async function failure(url: string): Promise<StrataError> {
  try {
    await (await connect(url, { baseDir: '.' })).close()
  } catch (error) {
    assert.doesNotMatch(String(error) + JSON.stringify(error), /secret/)
    return error as StrataError
  }
  assert.fail('connected')
}

test('a port where nobody listens', async () => {
  const error = await failure('postgres://me:secret@127.0.0.1:1/shop')
  assert.equal(error.code, 'database.unreachable')
  assert.match(error.message, /^Cannot reach postgres:\/\/me@127\.0\.0\.1:1\/shop: connect ECONNREFUSED/)
  assert.match(error.hint ?? '', /host and the port/)
})

test('a name with several addresses says what each of them said', async () => {
  assert.match((await failure('postgres://me@localhost:1/shop')).message, /ECONNREFUSED/)
})

test('a host that does not exist', async () => {
  assert.equal((await failure('postgres://me@no-such-host.invalid/shop')).code, 'database.unreachable')
})

test('a server that does not answer in time', async () => {
  const port = await serverThatSays()
  const error = await failure(`postgres://me@127.0.0.1:${port}/shop?connect_timeout=0.2`)
  assert.equal(error.code, 'database.unreachable')
  assert.match(error.message, /no answer in time/)
})

test('a wrong password', async () => {
  const port = await serverThatSays(errorResponse('28P01', 'password authentication failed for user "me"'))
  const error = await failure(`postgres://me:secret@127.0.0.1:${port}/shop`)
  assert.equal(error.code, 'database.auth')
  assert.match(error.message, /refuses the login: password authentication failed for user "me"\.$/)
})

test('a password that is asked for and not given', async () => {
  const port = await serverThatSays(reply('R', '\0\0\0\nSCRAM-SHA-256\0\0'), reply('R', '\0\0\0\x0br=x,s=x,i=1'))
  const error = await failure(`postgres://me@127.0.0.1:${port}/shop`)
  assert.equal(error.code, 'database.auth')
  assert.match(error.message, /refuses the login: the URL has no password, and the server asks for one\.$/)
})

test('a database that does not exist', async () => {
  const port = await serverThatSays(errorResponse('3D000', 'database "my shop" does not exist'))
  const error = await failure(`postgres://me@127.0.0.1:${port}/my%20shop`)
  assert.equal(error.code, 'database.missing')
  assert.equal(error.hint, `Create it: createdb -h 127.0.0.1 -p ${port} -U me 'my shop'`)
})

describe('the command that makes a database says where, as far as the URL does', () => {
  const cases: Readonly<Record<string, string>> = {
    'postgres:///shop': 'createdb shop',
    'postgres://ann:secret@db.example:5432/shop': 'createdb -h db.example -U ann shop',
    'postgres://db.example:6543/shop': 'createdb -h db.example -p 6543 shop',
    'postgres://ann@[::1]:6543/shop': 'createdb -h ::1 -p 6543 -U ann shop',
    'postgres:///shop?host=/var/run/pg&port=6543': 'createdb -h /var/run/pg -p 6543 shop',
    'postgres://a%20b@%2Fvar%2Frun/shop': "createdb -h /var/run -U 'a b' shop",
  }
  for (const [url, command] of Object.entries(cases)) test(url, () => assert.equal(createdbCommand(url), command))
})

test('any other refusal is told in the words of the server', async () => {
  const port = await serverThatSays(errorResponse('53300', 'sorry, too many clients already'))
  const error = await failure(`postgres://me@127.0.0.1:${port}/shop`)
  assert.equal(error.code, 'database.too_many_connections')
  assert.equal(error.message, 'sorry, too many clients already')
})
