import { mkdir, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readHolder, writeHolder } from '../catalogue/lock-holder.ts'
import { fourFiles, makeLibrary } from '../test/library-fixture.ts'
import type { SearchAnswer } from '../types.ts'
import { connectToHolder, isTaken } from './connection.ts'
import { asks, protocol } from './messages.ts'
import { openOrShare, openShared } from './open-shared.ts'
import { shareLibrary } from './share-library.ts'

const question = { query: 'hot drink from leaves', limit: 3, strategy: 'codes' } as const

/** A library that is indexed and shared. */
async function shared(calls: string[] = []) {
  const made = await makeLibrary(fourFiles)
  await made.library.index()
  const { library } = made
  const counted = new Proxy(library, {
    get(target, name) {
      if (name === 'search') calls.push('search')
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const door = await shareLibrary({ library: counted, onContents: () => calls.push('contents') })
  return { ...made, door, [Symbol.asyncDispose]: async () => (await door.close(), made[Symbol.asyncDispose]()) }
}

/** Scores depend on the time a little. */
function placesOf({ results }: SearchAnswer) {
  return results.map(({ path, start, snippet }) => ({ path, start, snippet }))
}

describe('a library that a process holds', () => {
  test('is asked through its socket, and answers as when it is opened', async () => {
    const calls: string[] = []
    await using made = await shared(calls)
    const reader = await openShared({ folder: made.folder })
    const partials: number[] = []
    const answer = await reader.search(question, undefined, ({ results }) => partials.push(results.length))
    expect(calls).toEqual(['search'])
    const own = await made.library.search(question)
    expect(placesOf(answer)).toEqual(placesOf(own))
    expect(partials.length).toBeLessThanOrEqual(1)
    expect(await reader.status()).toEqual(await made.library.status())
    expect(await reader.names('penguin', 5)).toEqual(await made.library.names('penguin', 5))
    const [hit] = answer.results
    expect(await reader.text({ path: hit.path, at: hit.start })).toEqual(
      await made.library.text({ path: hit.path, at: hit.start }),
    )
    expect(await reader.embed(['tea', 'ash'])).toEqual(await made.library.embed(['tea', 'ash']))
    expect([...reader.documents()]).toEqual([...made.library.documents()])
    expect(await reader.why(hit.path)).toMatchObject({ verdict: 'indexed' })
    await reader.close()
  })

  test('takes changes over', async () => {
    const calls: string[] = []
    await using made = await shared(calls)
    await writeFile(`${made.docs}/new.txt`, 'A saxophone is played with a reed.')
    const writer = await openOrShare({ folder: made.folder, access: 'write' })
    let reports = 0
    expect(await writer.index({ onProgress: () => reports++ })).toMatchObject({ added: 1, cancelled: false })
    expect(reports).toBeGreaterThan(0)
    expect((await writer.search({ ...question, query: 'saxophone' })).results[0].path).toBe(`${made.docs}/new.txt`)
    expect(await writer.remove(`${made.docs}/nature`)).toBe(2)
    expect(await writer.forget({ kind: 'path', path: `${made.docs}/new.txt` })).toMatchObject({ documents: 1 })
    expect(calls.filter((call) => call === 'contents')).toHaveLength(3)
    expect((await made.library.status()).documents).toBe(2)
    await writer.close()
  })

  test('reads only the folders that it is told to', async () => {
    await using made = await shared()
    await mkdir(`${made.docs}/music`)
    await writeFile(`${made.docs}/music/reed.txt`, 'A saxophone is played with a reed.')
    await writeFile(`${made.docs}/new.txt`, 'A trumpet is played with the lips.')
    const writer = await openOrShare({ folder: made.folder, access: 'write' })
    expect(await writer.index({ folders: [`${made.docs}/music`] })).toMatchObject({ added: 1 })
    expect([...made.library.documents()].map(({ path }) => path)).not.toContain(`${made.docs}/new.txt`)
    await writer.close()
  })

  test('hears whether a text is a question', () => {
    const texts = [{ header: '', text: 'tea', use: 'query' as const }]
    expect(asks.embed.parse({ texts })).toEqual({ texts })
  })

  test('tells what a person can mend with its code, and is cancelled', async () => {
    await using made = await shared()
    const reader = await openShared({ folder: made.folder })
    await expect(reader.search({ ...question, query: '' })).rejects.toMatchObject({ code: 'bad-request' })
    await expect(reader.remove('/nowhere')).rejects.toMatchObject({ code: 'not-found' })
    await expect(reader.search(question, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    await reader.close()
  })

  test('is opened by oneself where the holder goes away, also in between; a change then says so', async () => {
    await using made = await shared()
    const reader = await openShared({ folder: made.folder })
    expect((await reader.search(question)).results).not.toEqual([])
    await made.door.close()
    expect((await reader.search(question)).results[0].path).toBe(`${made.docs}/tea.md`)
    await expect(reader.remove(made.docs)).rejects.toMatchObject({ code: 'library-busy' })
    await reader.close()
  })

  test('is taken up by a reader that was there first', async () => {
    const calls: string[] = []
    await using made = await shared(calls)
    await made.door.close()
    const reader = await openShared({ folder: made.folder })
    await reader.search(question)
    expect(calls).toEqual([])
    const again = await shareLibrary({ library: made.library })
    await expect.poll(async () => (await reader.status(), again.clients), { timeout: 60_000 }).toBe(1)
    await reader.close()
    await again.close()
  })
})

describe('the socket', () => {
  test.skipIf(process.platform === 'win32')('is for its person alone, and gone at the end', async () => {
    await using made = await shared()
    const address = readHolder(made.folder)?.address ?? ''
    expect((await stat(address)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(address))).mode & 0o777).toBe(0o700)
    expect(Buffer.byteLength(address)).toBeLessThan(104)
    await made.door.close()
    await expect(stat(dirname(address))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(readHolder(made.folder)?.address).toBeUndefined()
  })

  test.each([
    ['a wrong token', { hello: { protocol, token: 'x'.repeat(32) } }],
    ['no hello', { id: 1, name: 'status', ask: {}, wantsEvents: false }],
    ['no JSON', 'hello'],
    ['no object', 'null'],
  ])('hangs up on %s', async (_, first) => {
    await using made = await shared()
    const socket = connect(readHolder(made.folder)?.address ?? '')
    let heard = ''
    socket.on('data', (data) => (heard += String(data)))
    socket.write(`${typeof first === 'string' ? first : JSON.stringify(first)}\n`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(heard).toBe('')
  })

  test.skipIf(process.platform === 'win32')('of a process that died is passed over and removed', async () => {
    await using made = await shared()
    const holder = readHolder(made.folder)
    await made.door.close()
    await using tree = await makeLibrary({})
    const folder = tree.tree.at('leantern-dead00')
    await mkdir(folder)
    await writeFile(`${folder}/s`, '')
    writeHolder(made.folder, { pid: 1, what: 'a test', sinceMs: 0, ...holder, address: `${folder}/s` })
    expect(await connectToHolder(made.folder)).toBe(null)
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('of another version is not used', async () => {
    await using made = await shared()
    const { address = '', token = '' } = readHolder(made.folder) ?? {}
    const socket = connect(address)
    socket.write(`${JSON.stringify({ hello: { protocol: 99, token } })}\n`)
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
    expect(JSON.parse(answer)).toMatchObject({ hello: { protocol } })
    socket.destroy()
  })
})

test('beside a holder that answers nobody the library is searched by itself, and changes are refused', async () => {
  await using made = await makeLibrary(fourFiles)
  await made.library.index()
  const reader = await openShared({ folder: made.folder })
  expect(isTaken(made.folder)).toBe(true)
  expect(placesOf(await reader.search(question))).toEqual(placesOf(await made.library.search(question)))
  await expect(reader.remove(made.docs)).rejects.toMatchObject({
    code: 'library-busy',
    message: expect.stringContaining('takes no changes over'),
  })
  await reader.close()
})
