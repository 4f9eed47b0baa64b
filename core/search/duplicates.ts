/* Passages that say the same word for word, or nearly: mails that are quoted whole, copies, versions of one document. */
import { fold } from '../keywords/fold.ts'
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

/** The first `count` distinct ones in their order; what repeats an earlier one is with it. */
export function distinct(ordered: readonly Ordered[], count: number): Distinct[] {
  const kept: { readonly one: Ordered; readonly text: Wording; readonly copies: Passage[] }[] = []
  for (const one of ordered) {
    const text = wordingOf(one.passage.text)
    const same = kept.find((other) => isSame(text, other.text))
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
  readonly words: string
  /** Hashes of every four words in a row. */
  readonly runs: ReadonlySet<number>
}

function wordingOf(text: string): Wording {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const runs = new Set<number>()
  for (let i = 0; i + runWords <= words.length; i++) runs.add(hashOf(words, i))
  return { words: words.join(' '), runs }
}

function hashOf(words: readonly string[], from: number): number {
  let hash = 17
  for (let i = from; i < from + runWords; i++) {
    for (let at = 0; at < words[i].length; at++) hash = Math.imul(hash ^ words[i].charCodeAt(at), 0x5bd1e995)
    hash = Math.imul(hash ^ 32, 0x5bd1e995) ^ (hash >>> 15)
  }
  return hash
}

function isSame(a: Wording, b: Wording): boolean {
  if (a.words === b.words) return true
  const [few, many] = a.runs.size < b.runs.size ? [a.runs, b.runs] : [b.runs, a.runs]
  if (few.size < leastRuns || few.size < many.size * leastLength) return false
  return isLikely(few, many) && sharedRuns(few, many) >= leastShare * few.size
}

function isLikely(few: ReadonlySet<number>, many: ReadonlySet<number>): boolean {
  const step = Math.max(1, Math.floor(few.size / probes))
  let found = 0
  let i = 0
  for (const run of few) if (i++ % step === 0 && many.has(run)) found++
  return found >= leastProbesFound
}

function sharedRuns(few: ReadonlySet<number>, many: ReadonlySet<number>): number {
  let shared = 0
  for (const run of few) if (many.has(run)) shared++
  return shared
}
