import { UNICODE_WORDS } from '../words-pattern.ts'
import { scriptSamples, type ScriptSamples } from './script-samples.ts'

/** How often each word was seen, after folding. */
export type WordCounts = Map<string, number>

export interface VocabularySize {
  /** Whole words, the most frequent ones. */
  readonly words: number
  /** More whole words: the most frequent ones of dictionaries and the like, whatever the documents are about. */
  readonly referenceWords: number
  /** Parts of the words that are not among them. */
  readonly parts: number
  /** Parts of words of other scripts and languages than the text's own, from the names that the standards give. */
  readonly scriptParts: number
}

/** A piece and the share of a text that it is expected to make up. */
export interface Vocabulary {
  /** Piece by id; 0 is `[PAD]`, 1 is `[UNK]`. */
  readonly pieces: readonly string[]
}

const wordsPattern = new RegExp(UNICODE_WORDS, 'gu')

/** The words of a text as the tokenizer sees them. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(wordsPattern) ?? []
}

/** Words seen less often are left to their parts: most are misspelt or names of one document. */
const MIN_COUNT = 3
const LONGEST_PART = 8
/** Nothing is misspelt there, but a word of one entry learns from it alone. */
const MIN_REFERENCE_COUNT = 2
/** Neither numbers nor the letters of formulae. */
const REFERENCE_WORD = /^\p{L}{3,}$/u

/**
 * The pieces for a text: its characters, its most frequent words, the parts that the rest of its words need most, and the
 * characters and frequent parts of other scripts.
 */
export function learnVocabulary(
  { all: counts, reference }: { readonly all: WordCounts; readonly reference: WordCounts },
  size: VocabularySize,
): Vocabulary {
  const pieces = new Set(['[PAD]', '[UNK]'])
  const samples = scriptSamples()
  for (const character of charactersOf(counts, samples)) {
    pieces.add(character)
    if (!samples.singles.has(character)) pieces.add(`##${character}`)
  }
  for (const word of wordsOfMostSections(counts, MIN_COUNT).slice(0, size.words)) pieces.add(word)
  const reserved = wordsOfMostSections(reference, MIN_REFERENCE_COUNT).filter(
    (word) => REFERENCE_WORD.test(word) && !pieces.has(word),
  )
  for (const word of reserved.slice(0, size.referenceWords)) pieces.add(word)
  for (const part of frequentParts(counts, pieces, size.parts, byRoot)) pieces.add(part)
  for (const part of frequentParts(samples.words, pieces, size.scriptParts, Math.sqrt)) pieces.add(part)
  return { pieces: [...pieces] }
}

function wordsOfMostSections(counts: WordCounts, least: number): string[] {
  return [...counts]
    .filter(([, count]) => count >= least)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([word]) => word)
}

/** A word of a thousand uses should not outweigh a hundred rare ones: those are what parts are for. */
function byRoot(count: number): number {
  return Math.min(10, Math.sqrt(count))
}

/** Seen less often in the text, a character is most likely a fault of a file. */
const RARE_CHARACTER = 3

/** The characters of the text and of the samples; Han and kana only where they are in everyday use. */
function charactersOf(counts: WordCounts, samples: ScriptSamples): Set<string> {
  const seen = new Map<string, number>()
  for (const [word, count] of counts) {
    for (const character of word) seen.set(character, (seen.get(character) ?? 0) + count)
  }
  const frequent = [...seen].filter(([, count]) => count >= RARE_CHARACTER).map(([character]) => character)
  const sampled = [...samples.words.keys()].flatMap((word) => [...word])
  return new Set([...frequent, ...sampled, ...samples.singles].toSorted())
}

/**
 * The parts of most use for the words that are no piece: every part of a word counts what it would save, then the words are
 * split by the best of them, again and again, and those that are used most stay.
 */
function frequentParts(
  counts: WordCounts,
  known: ReadonlySet<string>,
  limit: number,
  weigh: (count: number) => number,
): string[] {
  const words = [...counts].filter(([word]) => !known.has(word) && word.length > 1)
  let candidates = new Map<string, number>()
  for (const [word, count] of words) {
    const weight = weigh(count)
    for (let start = 0; start < word.length; start++) {
      for (let end = start + 2; end <= Math.min(word.length, start + LONGEST_PART); end++) {
        const part = start === 0 ? word.slice(0, end) : `##${word.slice(start, end)}`
        candidates.set(part, (candidates.get(part) ?? 0) + weight * (end - start - 1))
      }
    }
    if (candidates.size > 4_000_000) candidates = best(candidates, 1_000_000)
  }
  for (const share of [4, 2, 1]) {
    const kept = best(candidates, limit * share)
    candidates = new Map([...kept.keys()].map((part) => [part, 0]))
    for (const [word, count] of words) {
      const weight = weigh(count)
      for (const part of split(word, candidates, known)) {
        const used = candidates.get(part)
        if (used !== undefined) candidates.set(part, used + weight)
      }
    }
  }
  return [...best(candidates, limit).keys()].filter((part) => !known.has(part))
}

function best(candidates: ReadonlyMap<string, number>, limit: number): Map<string, number> {
  return new Map([...candidates].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, limit))
}

function* split(
  word: string,
  parts: ReadonlyMap<string, number>,
  known: Pick<ReadonlySet<string>, 'has'>,
): Generator<string> {
  let start = 0
  while (start < word.length) {
    let end = Math.min(word.length, start + (start === 0 ? 40 : LONGEST_PART))
    let piece = ''
    for (; end > start; end--) {
      piece = start === 0 ? word.slice(0, end) : `##${word.slice(start, end)}`
      if (parts.has(piece) || known.has(piece)) break
    }
    yield piece
    start = Math.max(end, start + 1)
  }
}

/** Shorter words are left whole: their parts say nothing. */
const SHORTEST_SPLIT = 5

/** Answers the parts that a word would have if it were no piece itself; undefined for a short word, a part, or other letters. */
export function partsFinder(ids: ReadonlyMap<string, number>): (id: number) => readonly number[] | undefined {
  const known = new Set(ids.keys())
  // By id: the order of keys read from JSON is not that of the file, numbers come first.
  const pieces: string[] = []
  for (const [piece, id] of ids) pieces[id] = piece
  const found = new Map<number, readonly number[] | undefined>()
  return (id) => {
    if (!found.has(id)) found.set(id, partsOf(pieces[id], known, ids))
    return found.get(id)
  }
}

function partsOf(word: string, known: ReadonlySet<string>, ids: ReadonlyMap<string, number>): number[] | undefined {
  if (!/^\p{L}+$/u.test(word) || word.length < SHORTEST_SPLIT) return undefined
  const others = { has: (piece: string) => piece !== word && known.has(piece) }
  const parts = [...split(word, new Map(), others)].map((part) => ids.get(part))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

/** tokenizer.json of these pieces, in the form that core/embed/tokenizer-file.ts and the reference read. */
export function tokenizerFileOf({ pieces }: Vocabulary): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
    pre_tokenizer: { type: 'Split', pattern: { Regex: UNICODE_WORDS }, behavior: 'Removed', invert: true },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  }
}
