import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { mboxOf } from '../../test/mail-fixture.ts'
import { filesBelow, separatorsIn } from '../../text/testing/independent-counts.ts'
import { makePdf } from '../../text/testing/pdf-fixture.ts'
import { comparisonTable, isLow, shareFound } from './compare.ts'
import { countFormats, formatsTable } from './formats.ts'

const mails = [
  { subject: 'One', body: 'First words' },
  { subject: 'Two', body: 'Second words' },
]

test('files are counted by ending, with what is in them and why there is no text', async () => {
  await using tree = await makeTree({ 'a.txt': 'Grüße', 'b/c.txt': '', 'x.mbox': mboxOf(mails), 'y.png': 'x' })
  await writeFile(tree.at('scan.pdf'), makePdf({ pages: [[]] }))
  await writeFile(tree.at('torn.pdf'), 'no PDF')
  const counts = await countFormats(filesBelow(tree.root))
  expect(counts.get('txt')).toEqual({ found: 2, extracted: 1, parts: 0, characters: 5, without: { empty: 1 } })
  expect(counts.get('mbox')).toMatchObject({ found: 1, extracted: 1, parts: 2, without: {} })
  expect(counts.get('png')).toMatchObject({ extracted: 0, without: { 'by name': 1 } })
  expect(counts.get('pdf')?.without).toEqual({ 'no-text': 1, damaged: 1 })
  expect(formatsTable(counts).at(-1)).toMatch(/^all +6 +2 +2 /u)
  expect(separatorsIn(tree.at('x.mbox'))).toBe(2)
})

test('a word that is found more often than it is there counts once', () => {
  expect(shareFound(['a', 'a', 'b', 'c'], ['a', 'b', 'b'])).toBe(0.5)
  const of = (share: number): Parameters<typeof isLow>[0] => ({ path: 'x.pdf', tool: 'pdftotext', words: 100, share })
  expect([0.949, 0.95, Number.NaN].map((share) => isLow(of(share)))).toEqual([true, false, true])
  expect(comparisonTable([of(1), of(0.5), of(Number.NaN)]).at(-1)).toMatch(/^pdf by pdftotext +2 +1 +200 +75\.0 % +1$/u)
})
