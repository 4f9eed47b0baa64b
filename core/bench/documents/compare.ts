/* How many of the words that independent extractors find in a document ours finds too. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { extractText } from '../../text/extract.ts'
import { extensionOf } from '../../text/document-kind.ts'
import { table } from '../bench.ts'
import { extractors, type Extractor } from './extractors.ts'

/** Documents in which an extractor finds fewer are passed over. */
const leastWords = 20
const leastShare = 0.95
const sampleSize = 40

/** A document by one extractor. */
export interface Comparison {
  readonly path: string
  readonly tool: string
  readonly words: number
  /** Share of the extractor's words that ours finds too, as often as it does; NaN: ours refuses the document. */
  readonly share: number
}

/** Runs of letters of two and more; scripts without blanks by characters. Numbers are left out: dates are shown otherwise. */
function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u00ad/g, '')
  return folded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]{2,}/gu) ?? []
}

/** How many of `theirs` are in `ours`, each as often as there. */
export function shareFound(theirs: readonly string[], ours: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of ours) left.set(word, (left.get(word) ?? 0) + 1)
  let found = 0
  for (const word of theirs) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    found++
    left.set(word, count - 1)
  }
  return found / theirs.length
}

/** The share by each extractor that is there and finds the document's words. */
export async function* compare(path: string): AsyncGenerator<Comparison> {
  const ours = await extractText(path, readFileSync(path)).then(
    ({ text }) => wordsOf(text),
    () => null,
  )
  for (const [tool, read] of Object.entries(extractors[extensionOf(path)] ?? {})) {
    const theirs = wordsOf(attempt(read, path))
    if (theirs.length < leastWords) continue
    yield { path, tool, words: theirs.length, share: ours === null ? Number.NaN : shareFound(theirs, ours) }
  }
}

function attempt(read: Extractor, path: string): string {
  try {
    return read(path)
  } catch {
    return ''
  }
}

/** Documents of which another extractor may find the text. */
export function comparable(paths: readonly string[]): string[] {
  return paths.filter((path) => extractors[extensionOf(path)] !== undefined)
}

/**
 * Documents that an extractor finds words in, one of each kind after the other; of each kind by the checksum of their names, so that
 * nobody chose them.
 */
export async function sampleOf(paths: readonly string[]): Promise<Comparison[]> {
  const byKind = Map.groupBy(paths, extensionOf)
  const queues = [...byKind.values()].map((same) => same.toSorted((a, b) => placeOf(a) - placeOf(b)))
  const found: Comparison[] = []
  while (found.length < sampleSize && queues.some(({ length }) => length > 0)) {
    for (const queue of queues) {
      const next = await firstOf(queue)
      if (next !== null && found.length < sampleSize) found.push(next)
    }
  }
  return found
}

/** Takes documents from the queue until one has words. */
async function firstOf(queue: string[]): Promise<Comparison | null> {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for await (const comparison of compare(path)) return comparison
  }
  return null
}

function placeOf(path: string): number {
  return crc32(basename(path))
}

/** Fewer words than a healthy document should have, or none. */
export function isLow({ share }: Comparison): boolean {
  return !(share >= leastShare)
}

/** A line a kind and extractor. */
export function comparisonTable(comparisons: readonly Comparison[]): string[] {
  const rows: (string | number)[][] = [['documents', 'compared', 'refused', 'words', 'found', 'at least 95 %']]
  for (const [key, all] of Map.groupBy(comparisons, ({ path, tool }) => `${extensionOf(path)} by ${tool}`)) {
    const read = all.filter(({ share }) => !Number.isNaN(share))
    const words = read.reduce((sum, one) => sum + one.words, 0)
    const found = read.reduce((sum, one) => sum + one.words * one.share, 0)
    const share = words === 0 ? '' : `${((found / words) * 100).toFixed(1)} %`
    rows.push([key, read.length, all.length - read.length, words, share, read.filter((one) => !isLow(one)).length])
  }
  return table(rows)
}
