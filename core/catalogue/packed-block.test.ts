import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { decodeOutline, encodeOutline } from '../text/outline.ts'
import { stampOfPage } from '../text/containers/history-page.ts'
import { encodeBlock, PackedBlock, type PackedDocument } from './packed-block.ts'

function packed(id: number, more: Partial<PackedDocument> = {}): PackedDocument {
  return {
    id,
    name: `https:/example.org/${id}`,
    kind: 1,
    size: 2,
    hash: -7n,
    place: 1,
    textBytes: 100,
    chunks: 1,
    outline: encodeOutline({ title: `Page ${id}`, headings: [] }),
    language: null,
    dated: 1_700_000_000_123,
    sender: null,
    recipients: null,
    thread: null,
    site: 4,
    ...more,
  }
}

function readAgain(documents: readonly PackedDocument[]): PackedDocument[] {
  const block = new PackedBlock(encodeBlock(documents))
  return block.ids.map((_, at) => block.document(at))
}

/** Outlines are handed out as they are before they are deflated. */
function compared({ outline, ...document }: PackedDocument): object {
  return { ...document, outline: decodeOutline(outline) }
}

test('documents of a block are read as they were written', () => {
  const long = encodeOutline({
    title: 'Ein Titel, ziemlich lang'.repeat(12),
    headings: [{ level: 1, text: 'Quoted', start: 12_345 }],
    context: 'Anna Smith, 3 May 2024',
  })
  const documents = [
    packed(3),
    packed(4, { name: '', size: 0, hash: 2n ** 62n, chunks: 0, textBytes: 0, place: 0, dated: -5, outline: long }),
    packed(1_000_000, { name: 'ab🌍', language: 0, sender: 9, recipients: '[1,22]', thread: 2 ** 48 - 1, site: null }),
    packed(1_000_001, { name: 'ab🌋c', thread: 0, size: 2 ** 40, hash: -(2n ** 63n) }),
    packed(1_000_002, { name: 'ab', recipients: '[1,22,3]', dated: 0 }),
  ]
  expect(readAgain(documents).map(compared)).toEqual(documents.map(compared))
})

test('hashes of pages are made again from what else is kept, others are kept', () => {
  const page = packed(1, { size: 3, dated: 1_700_000_000_123 })
  const stamp = stampOfPage(page.name, { title: 'Page 1', visited: page.dated, visits: page.size })
  const hash = BigInt.asIntN(64, stamp)
  const many = Array.from({ length: 100 }, (_, i) => ({ ...page, id: i + 1, hash }))
  const others = many.map((one) => ({ ...one, hash: one.hash ^ (BigInt(one.id * 7_777_777) ** 2n) }))
  expect(readAgain([...many.slice(0, 50), ...others.slice(50)]).map((one) => one.hash)).toEqual(
    [...many.slice(0, 50), ...others.slice(50)].map((one) => one.hash),
  )
  expect(encodeBlock(many).length).toBeLessThan(encodeBlock(others).length - 200)
})

test('dates between milliseconds stay as they are', () => {
  const documents = [packed(1, { dated: 1_700_000_000_123.456 }), packed(2, { dated: -0.5 })]
  expect(readAgain(documents).map(({ dated }) => dated)).toEqual([1_700_000_000_123.456, -0.5])
})

test('random columns are read as they were written', () => {
  const random = randomNumbers(5)
  const below = (end: number): number => Math.floor(random() * end)
  const text = (): string =>
    Array.from({ length: below(30) }, () => 'aé🌍 /'.at(below(6)) ?? '')
      .join('')
      .toWellFormed()
  for (let round = 0; round < 50; round++) {
    let id = 0
    const documents = Array.from({ length: 1 + below(40) }, () =>
      packed((id += 1 + below(1000)), {
        name: text(),
        size: below(2 ** 40),
        hash: BigInt.asIntN(64, BigInt(below(2 ** 50)) * 9_973n ** 4n),
        outline: encodeOutline({ title: text(), headings: [] }),
        dated: below(2 ** 45) - 2 ** 44,
        thread: below(3) === 0 ? null : below(2 ** 48),
        recipients: below(2) === 0 ? null : `[${below(9)}]`,
      }),
    )
    expect(readAgain(documents).map(compared)).toEqual(documents.map(compared))
  }
})

test('a damaged body is no block', () => {
  const body = encodeBlock([packed(1), packed(2)])
  expect(() => new PackedBlock(body.subarray(0, body.length - 4))).toThrow(/unexpected end of file/u)
})
