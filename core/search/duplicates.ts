/* Passages that say the same word for word, or nearly: mails that are quoted whole, copies, versions of one document. */
import { fold } from '../keywords/fold.ts'
import { Recent } from '../recent.ts'
import type { Ordered } from './order.ts'
import type { Passage } from './passages.ts'

/** A passage with those further down that repeat it. */
export type Distinct = Ordered & {
  /** In other documents, one of each. */
  readonly copies: readonly Passage[]
}

/** Texts are the same where so much of the shorter one's runs of four words are in the longer one too ... */
const leastShare = 0.8
/** ... and it is no shorter than this. */
const leastLength = 0.75
const runWords = 4
/** Shorter texts must be equal. */
const leastRuns = 8
/** Runs of one text looked for in another before all of them are. */
const probes = 8
const leastProbesFound = 4

/** Passages that are looked at beyond the last distinct one: a copy says the same words, so it stands close behind. */
const reach = 20

/** The first `count` distinct ones in their order; what repeats one of them, not far behind the last, is with it. */
export function distinct(ordered: readonly Ordered[], count: number): Distinct[] {
  const kept: { readonly one: Ordered; readonly text: Wording; readonly copies: Passage[] }[] = []
  let beyond = 0
  for (const one of ordered) {
    if (kept.length === count && beyond++ === reach) break
    const text = knownWordingOf(one.passage.text)
    // What cannot be read now says nothing that it could share.
    const same = one.passage.text === '' ? undefined : kept.find((other) => isSame(text, other.text))
    if (same !== undefined) addCopy(same, one.passage)
    else if (kept.length < count) kept.push({ one, text, copies: [] })
  }
  return kept.map(({ one, copies }) => ({ ...one, copies }))
}

function addCopy({ one, copies }: { readonly one: Ordered; readonly copies: Passage[] }, passage: Passage): void {
  const { id } = passage.document
  const isKnown = [one.passage, ...copies].some(({ document }) => document.id === id)
  if (!isKnown) copies.push(passage)
}

interface Wording {
  /** Of all words in their order. */
  readonly hash: number
  /** Hashes of every four words in a row, ascending and different. */
  readonly runs: Int32Array
}

const seed = 0x1505
const stir = 0x5bd1e995

/** Memory of one walk, used by the next. */
let scratch = new Int32Array(4096)

/** Bytes of runs and UTF-16 units of their texts. */
const mostWordings = 1 << 20
const wordings = new Recent<Wording>({ most: mostWordings })

function knownWordingOf(text: string): Wording {
  return wordings.of(
    text,
    () => wordingOf(text),
    ({ runs }) => runs.byteLength,
  )
}

/** One walk over the text: letters and digits are words, all else is between them. */
function wordingOf(text: string): Wording {
  const folded = fold(text)
  if (scratch.length < folded.length) scratch = new Int32Array(folded.length)
  let runs = 0
  const last = new Int32Array(runWords)
  let words = 0
  let hash = seed
  let word = seed
  for (let at = 0; at <= folded.length; at++) {
    const code = at < folded.length ? folded.charCodeAt(at) : 0
    if (isInWord(code)) {
      word = Math.imul(word ^ code, stir) ^ (word >>> 15)
      continue
    }
    if (word === seed) continue
    last[words++ % runWords] = word
    hash = Math.imul(hash ^ word, stir)
    if (words >= runWords) scratch[runs++] = runHash(last, words)
    word = seed
  }
  // oxlint-disable-next-line no-array-sort -- memory of its own is what it must not take
  return { hash, runs: different(scratch.subarray(0, runs).sort()).slice() }
}

/** Of ascending numbers each once. */
function different(sorted: Int32Array): Int32Array {
  let size = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i]
  return sorted.subarray(0, size)
}

/** ASCII letters and digits, and whatever is beyond ASCII: `fold` has made letters of most of it. */
function isInWord(code: number): boolean {
  return (code > 96 && code < 123) || (code > 47 && code < 58) || code > 127
}

/** Of the last words, the oldest first. */
function runHash(last: Int32Array, words: number): number {
  let hash = seed
  for (let i = words - runWords; i < words; i++) hash = Math.imul(hash ^ last[i % runWords], stir) ^ (hash >>> 13)
  return hash
}

function isSame(a: Wording, b: Wording): boolean {
  if (a.hash === b.hash && a.runs.length === b.runs.length) return true
  const [few, many] = a.runs.length < b.runs.length ? [a.runs, b.runs] : [b.runs, a.runs]
  if (few.length < leastRuns || few.length < many.length * leastLength) return false
  return isLikely(few, many) && sharedRuns(few, many) >= leastShare * few.length
}

function isLikely(few: Int32Array, many: Int32Array): boolean {
  const step = Math.max(1, Math.floor(few.length / probes))
  let found = 0
  for (let i = 0; i < few.length; i += step) if (has(many, few[i])) found++
  return found >= leastProbesFound
}

/** Of ascending numbers. */
function has(numbers: Int32Array, wanted: number): boolean {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (numbers[middle] < wanted) low = middle + 1
    else high = middle
  }
  return numbers[low] === wanted
}

function sharedRuns(few: Int32Array, many: Int32Array): number {
  let shared = 0
  for (let i = 0, j = 0; i < few.length && j < many.length;) {
    if (few[i] === many[j]) shared++
    if (few[i] <= many[j]) i++
    else j++
  }
  return shared
}
