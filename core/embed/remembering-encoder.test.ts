import { expect, test } from 'vitest'
import type { Encoder } from './encoder.ts'
import { rememberingEncoder } from './remembering-encoder.ts'
import type { EncoderInput } from './windows.ts'

/** An encoder whose rows tell header, text and use, and what it was asked. */
function fakeEncoder(): { encoder: Encoder; asked: string[][] } {
  const asked: string[][] = []
  let isClosed = false
  const encoder: Encoder = {
    name: 'test',
    dimensions: 3,
    maxTokens: 8,
    fingerprint: 'f',
    centre: new Float32Array(3),
    async embed(inputs) {
      if (isClosed) throw new Error('closed')
      asked.push(inputs.map(({ text }) => text))
      return Float32Array.from(inputs.flatMap(rowOf))
    },
    async close() {
      isClosed = true
    },
  }
  return { encoder, asked }
}

function rowOf({ header, text, use }: EncoderInput): number[] {
  return [header.length, text.length, use === 'query' ? 1 : 0]
}

function inputs(...texts: readonly string[]): EncoderInput[] {
  return texts.map((text) => ({ header: 'h', text }))
}

test('asks the model for what is new only, and gives every row its place', async () => {
  const { encoder, asked } = fakeEncoder()
  const remembering = rememberingEncoder(encoder)
  await remembering.embed(inputs('one', 'three'))
  const rows = await remembering.embed(inputs('eleven', 'three', 'four', 'one'))
  expect(asked).toEqual([
    ['one', 'three'],
    ['eleven', 'four'],
  ])
  expect([...rows]).toEqual(inputs('eleven', 'three', 'four', 'one').flatMap(rowOf))
  expect([...(await remembering.embed(inputs('one', 'one')))]).toEqual(inputs('one', 'one').flatMap(rowOf))
  expect(asked).toHaveLength(2)
})

test('a row that was given can be changed without harm', async () => {
  const remembering = rememberingEncoder(fakeEncoder().encoder)
  ;(await remembering.embed(inputs('one'))).fill(9)
  expect([...(await remembering.embed(inputs('one')))]).toEqual([1, 3, 0])
})

test('the same text as a query, or under another header, is another', async () => {
  const remembering = rememberingEncoder(fakeEncoder().encoder)
  const asked: EncoderInput[] = [
    { header: 'h', text: 'tea' },
    { header: 'h', text: 'tea', use: 'query' },
    { header: 'long', text: 'tea' },
  ]
  for (const input of asked) expect([...(await remembering.embed([input]))]).toEqual(rowOf(input))
})

test('what goes through a library is not remembered', async () => {
  const { encoder, asked } = fakeEncoder()
  const remembering = rememberingEncoder(encoder)
  for (let round = 0; round < 2; round++) await remembering.embed(inputs('one'), undefined, { background: {} })
  const many = inputs(...Array.from({ length: 1_100 }, (_, i) => `text ${i}`))
  for (let round = 0; round < 2; round++) await remembering.embed(many)
  expect(asked.map(({ length }) => length)).toEqual([1, 1, 1_100, 1_100])
})

test('a call that was aborted gets nothing, not even what is known', async () => {
  const remembering = rememberingEncoder(fakeEncoder().encoder)
  await remembering.embed(inputs('one'))
  await expect(remembering.embed(inputs('one'), AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
})

test('closed, it knows nothing any more', async () => {
  const remembering = rememberingEncoder(fakeEncoder().encoder)
  await remembering.embed(inputs('one'))
  await remembering.close()
  await expect(remembering.embed(inputs('one'))).rejects.toThrow('closed')
})
