import { describe, expect, test } from 'vitest'
import { openEncoder } from '../encoder.ts'
import { embeddedModelFolder, readModelFolder } from '../model-folder.ts'
import { openTokenizer } from '../text-tokenizer.ts'
import type { EncoderInput } from '../windows.ts'
import { Room } from './room.ts'
import { slicesOf, type SliceParts } from './slices.ts'
import { TokenThread } from './token-thread.ts'
import { packWindows, tokenise, unpackWindows, type Tokenised } from './tokenise.ts'

const folder = await readModelFolder(embeddedModelFolder())
const tokenizer = openTokenizer(folder)
const { maxTokens, queryPrefix, passagePrefix } = folder.description
const rules = { maxTokens, queryPrefix, passagePrefix }
const data = { tokenizer: Buffer.from(folder.tokenizer), tokenizerConfig: folder.tokenizerConfig, rules }
const badWorker = new URL('../testing/bad-token-worker.ts', import.meta.url)

const words = 'river stone market letter engine garden winter signal paper copper'.split(' ')

/** Inputs of different lengths, some longer than a window, some of nothing, some as questions. */
function inputsOf(count: number): EncoderInput[] {
  return Array.from({ length: count }, (_, i) => ({
    header: i % 3 === 0 ? `Part ${i}` : '',
    text: Array.from({ length: (i * 37) % 900 }, (_word, at) => words[(i + at * 7) % words.length]).join(' '),
    ...(i % 5 === 0 ? { use: 'query' as const } : {}),
  }))
}

/** Windows with the ids they stand for, in place of where those are. */
function contentsOf({ windows, tokens: { ids } }: Tokenised): unknown[] {
  return windows.map(({ row, length, headerStart, headerLength, textStart, textLength }) => ({
    row,
    length,
    header: [...ids.subarray(headerStart, headerStart + headerLength)],
    text: [...ids.subarray(textStart, textStart + textLength)],
  }))
}

describe('the thread that tokenizes', () => {
  test('gives the tokens that are made here', async () => {
    const thread = new TokenThread(data)
    const inputs = inputsOf(60)
    const there = await thread.tokenise(inputs, 7)
    expect(contentsOf(there)).toEqual(contentsOf(tokenise(inputs, 7, { tokenizer, rules })))
    await thread.close()
  })

  test('that is closed, or fails, says so to everyone who waits; after a failure another is started', async () => {
    const thread = new TokenThread(data)
    const waiting = thread.tokenise(inputsOf(3), 0)
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'failed' }), thread.close()])
    await expect(thread.tokenise([], 0)).rejects.toMatchObject({ code: 'failed' })
    const bad = new TokenThread(data, badWorker)
    for (let i = 0; i < 2; i++) await expect(bad.tokenise([], 0)).rejects.toThrow('no memory')
    await bad.close()
  })

  test('windows go through one piece of memory', () => {
    const { windows } = tokenise(inputsOf(20), 0, { tokenizer, rules })
    expect(unpackWindows(packWindows(windows))).toEqual(windows)
  })
})

/** A thread's part played here, with a list of the first rows that it was asked for. */
class HereThread extends TokenThread {
  readonly asked: number[] = []

  override tokenise(inputs: readonly EncoderInput[], firstRow: number): Promise<Tokenised> {
    this.asked.push(firstRow)
    return Promise.resolve(tokenise(inputs, firstRow, { tokenizer, rules }))
  }
}

function partsWith(thread: TokenThread | null, room = new Room(1 << 25)): SliceParts {
  return { tokenizer, rules, thread, room }
}

async function rowsOf(slices: AsyncIterable<Tokenised> | Iterable<Tokenised>): Promise<number[]> {
  const rows = new Set<number>()
  for await (const { windows } of slices) for (const { row } of windows) rows.add(row)
  return [...rows].toSorted((a, b) => a - b)
}

describe('slices', () => {
  const inputs = inputsOf(700)
  const known = inputs.flatMap(({ header, text }, row) => (header + text === '' ? [] : [row]))

  test.each([true, false])('hold every input once (in the background: %s)', async (isBackground) => {
    expect(await rowsOf(slicesOf(inputs, partsWith(null), { isBackground }))).toEqual(known)
    const thread = new TokenThread(data)
    expect(await rowsOf(slicesOf(inputs, partsWith(thread), { isBackground }))).toEqual(known)
    await thread.close()
  })

  test('of work in the background are made one ahead, while the model has the one before', async () => {
    const thread = new HereThread(data)
    const slices = slicesOf(inputs, partsWith(thread), { isBackground: true })
    const askedBy: number[][] = []
    for await (const _ of slices) {
      // The model runs now.
      await new Promise((resolve) => setImmediate(resolve))
      askedBy.push([...thread.asked])
    }
    expect(askedBy).toEqual([
      [0, 256],
      [0, 256, 512],
      [0, 256, 512],
    ])
  })

  test('of a few texts, and of what somebody waits for, are made here', async () => {
    const thread = new HereThread(data)
    await rowsOf(slicesOf(inputs.slice(0, 10), partsWith(thread), { isBackground: true }))
    await rowsOf(slicesOf(inputs, partsWith(thread), { isBackground: false }))
    expect(thread.asked).toEqual([])
  })

  test('are made here where the thread fails', async () => {
    const thread = new TokenThread(data, badWorker)
    expect(await rowsOf(slicesOf(inputs, partsWith(thread), { isBackground: true }))).toEqual(known)
    await thread.close()
  })

  test('of many calls at once never take more than the room, and give it back, whoever stops', async () => {
    const bytes = 1 << 24
    const room = new Room(bytes)
    const parts = partsWith(new HereThread(data), room)
    let most = 0
    const calls = Array.from({ length: 20 }, async (_, call) => {
      for await (const _slice of slicesOf(inputs, parts, { isBackground: true })) {
        most = Math.max(most, room.used)
        await new Promise((resolve) => setImmediate(resolve))
        if (call % 4 === 0) return
      }
    })
    await Promise.all(calls)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(bytes)
    await expect.poll(() => room.used).toBe(0)
  })
})

describe('room', () => {
  test('is given in the order of the calls; what is larger than all of it goes alone', async () => {
    const room = new Room(10)
    const order: string[] = []
    const first = await room.take(6)
    const large = room.take(100).then((giveBack) => {
      order.push('large')
      return giveBack
    })
    const small = room.take(1).then((giveBack) => {
      order.push('small')
      return giveBack
    })
    expect(room.used).toBe(6)
    first()
    first()
    const giveBack = await large
    expect([room.used, order]).toEqual([100, ['large']])
    giveBack()
    ;(await small)()
    expect([room.used, order]).toEqual([0, ['large', 'small']])
  })

  test('is not waited for any longer once that is cancelled', async () => {
    const room = new Room(10)
    const giveBack = await room.take(10)
    const controller = new AbortController()
    const cancelled = room.take(10, controller.signal)
    const next = room.take(1)
    controller.abort(new Error('enough'))
    await expect(cancelled).rejects.toThrow('enough')
    giveBack()
    ;(await next)()
    expect(room.used).toBe(0)
  })
})

test('vectors are the same whoever makes the tokens', async () => {
  const [ahead, here] = [
    await openEncoder(embeddedModelFolder(), { threads: 1, tokensAhead: true }),
    await openEncoder(embeddedModelFolder(), { threads: 1, tokensAhead: false }),
  ]
  const inputs = inputsOf(600)
  expect(await ahead.embed(inputs, undefined, { background: {} })).toEqual(await here.embed(inputs))
  const [stopped] = await Promise.allSettled([ahead.embed(inputs, undefined, { background: {} }), ahead.close()])
  expect(stopped).toMatchObject({ status: 'rejected', reason: { code: 'failed' } })
  await here.close()
})
