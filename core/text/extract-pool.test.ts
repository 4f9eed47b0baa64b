import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chunkInput } from './chunk-document.ts'
import { createExtractPool, type ExtractPool, type ExtractPoolOptions } from './extract-pool.ts'
import type { PreparedDocument, PreparedPart } from './prepared.ts'

const misbehaving = new URL('./testing/misbehaving-worker.ts', import.meta.url)

let folder: string
let pool: ExtractPool | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-pool-'))
})

afterEach(async () => {
  await pool?.close()
  pool = null
  await rm(folder, { recursive: true })
})

function openPool(options: Partial<ExtractPoolOptions> = {}): ExtractPool {
  pool = createExtractPool({ workers: 1, ...options })
  return pool
}

function prepare(name: string, signal?: AbortSignal) {
  return pool!.prepare({ path: join(folder, name), knownHash: null }, signal)
}

describe('the extraction pool', () => {
  test('prepares a file in a thread: chunks, checks, title', async () => {
    openPool()
    await writeFile(join(folder, 'a.md'), '# Tides\n\nThe moon pulls the sea.\n')
    const prepared = await prepare('a.md')
    expect(prepared).toMatchObject({
      kind: 'prepared',
      documentKind: 'markdown',
      isOwnBytes: true,
      title: 'Tides',
      textBytes: 33,
    })
    expect((prepared as PreparedDocument).starts).toHaveLength(1)
    expect(chunkInput(prepared as PreparedDocument, 0).text).toContain('The moon pulls the sea.')
  })

  test('keeps what parsers print out of what its host prints', async () => {
    const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
    openPool({ workerUrl: misbehaving })
    await prepare('print')
    await pool!.close()
    expect(written.flatMap(({ mock }) => mock.calls).join('')).not.toContain('printed by a parser')
    vi.restoreAllMocks()
  })

  test('answers many files with few threads, each with its own', async () => {
    openPool({ workers: 2 })
    const names = Array.from({ length: 40 }, (_, i) => `${i}.txt`)
    await Promise.all(names.map((name) => writeFile(join(folder, name), `This is file ${name}.`)))
    const prepared = await Promise.all(names.map((name) => prepare(name)))
    expect(prepared.map((one) => chunkInput(one as PreparedDocument, 0).text)).toEqual(
      names.map((name) => `This is file ${name}.`),
    )
  })

  test('ends a thread that takes too long, reports its file and goes on with the others', async () => {
    openPool({ workers: 2, timeoutMs: 1500, workerUrl: misbehaving })
    await writeFile(join(folder, 'hang'), 'seven')
    const [hung, ...others] = await Promise.all([prepare('hang'), prepare('a'), prepare('b'), prepare('c')])
    expect(hung).toMatchObject({ kind: 'failed', code: 'timed-out', hash: null, size: 5 })
    expect(others.map((one) => one.kind)).toEqual(['unchanged', 'unchanged', 'unchanged'])
  })

  test.each(['throw', 'exit', 'memory'])(
    'replaces a thread that dies (%s) and reports its file as crashed',
    async (name) => {
      openPool({ maxHeapMB: 64, workerUrl: misbehaving })
      const [before, dead, after] = await Promise.all([prepare('a'), prepare(name), prepare('b')])
      expect(before).toMatchObject({ kind: 'unchanged', hash: 1n })
      expect(dead).toMatchObject({ kind: 'failed', code: 'crashed' })
      expect(after).toMatchObject({ kind: 'unchanged', hash: 1n })
    },
  )

  // A process that was put behind as a whole has threads of that kind alone.
  test.runIf(process.platform === 'linux' && getPriority() < 10)(
    'leaves the processor to others in the background',
    async () => {
      await writeFile(join(folder, 'a.md'), 'The moon pulls the sea.')
      for (const isInBackground of [false, true]) {
        openPool({ isInBackground })
        const before = new Set(readdirSync('/proc/self/task'))
        await prepare('a.md')
        const begun = readdirSync('/proc/self/task').filter((thread) => !before.has(thread))
        const behind = begun.filter((thread) => getPriority(Number(thread)) >= 10)
        expect([isInBackground, behind.length]).toEqual([isInBackground, isInBackground ? 1 : 0])
        await pool?.close()
      }
    },
  )

  test('reuses a thread for the next file', async () => {
    openPool({ workers: 4, workerUrl: misbehaving })
    await prepare('a')
    expect(await prepare('b')).toMatchObject({ hash: 2n })
  })

  test('ends threads that had nothing to do for a while, and starts others when there is work again', async () => {
    openPool({ workers: 2, idleMs: 300, workerUrl: misbehaving })
    const both = Promise.all([prepare('a'), prepare('b')])
    expect(pool!.threads).toBe(2)
    await both
    await expect.poll(() => pool!.threads, { timeout: 60_000 }).toBe(0)
    const third = prepare('c')
    expect(pool!.threads).toBe(1)
    expect(await third).toMatchObject({ kind: 'unchanged', hash: 1n })
  })

  test('keeps a thread while it works, however long that takes', async () => {
    openPool({ idleMs: 1, timeoutMs: 1500, workerUrl: misbehaving })
    expect(await prepare('hang')).toMatchObject({ kind: 'failed', code: 'timed-out' })
  })

  test('goes on when whoever took the parts of a file left without a word', async () => {
    openPool({ workerUrl: misbehaving })
    const stop = new AbortController()
    const taken = Promise.withResolvers<void>()
    const take = (): Promise<void> => {
      taken.resolve()
      return new Promise(() => {})
    }
    const taker = { knownHashes: () => new BigUint64Array(0), take }
    const left = pool!.prepare({ path: join(folder, 'one part'), knownHash: null }, stop.signal, taker)
    await taken.promise
    stop.abort(new Error('enough'))
    await expect(left).rejects.toThrow('enough')
    expect((await prepare('a')).kind).toBe('unchanged')
    expect(pool!.threads).toBe(1)
  })

  test('rejects with the reason of a signal, waiting or at hand, and serves the rest', async () => {
    openPool({ timeoutMs: 1500, workerUrl: misbehaving })
    const stop = new AbortController()
    const hung = prepare('hang', stop.signal)
    const waiting = prepare('a', stop.signal)
    const rest = prepare('b')
    stop.abort(new Error('enough'))
    await expect(hung).rejects.toThrow('enough')
    await expect(waiting).rejects.toThrow('enough')
    expect((await rest).kind).toBe('unchanged')
    await expect(prepare('c', stop.signal)).rejects.toThrow('enough')
  })

  test('goes on behind a part that hangs or kills its thread, and reports that part alone', async () => {
    openPool({ timeoutMs: 1500, workerUrl: misbehaving })
    const parts: string[] = []
    const taker = {
      knownHashes: () => new BigUint64Array(0),
      take: async (some: readonly PreparedPart[]) => {
        for (const one of some) parts.push(`${one.part}: ${one.kind === 'failed' ? one.code : one.kind}`)
      },
    }
    const prepared = await pool!.prepare({ path: join(folder, 'parts'), knownHash: null }, undefined, taker)
    expect(prepared).toMatchObject({ kind: 'container', format: 'test' })
    expect(parts).toEqual(['part 1: unchanged', 'part 2: timed-out', 'part 3: crashed', 'part 4: unchanged'])
  })

  test('rejects everything once closed', async () => {
    openPool({ workerUrl: misbehaving })
    const hung = prepare('hang')
    const waiting = prepare('a')
    const closed = pool!.close()
    await expect(hung).rejects.toMatchObject({ code: 'cancelled' })
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await closed
    await expect(prepare('b')).rejects.toMatchObject({ code: 'cancelled' })
  })
})
