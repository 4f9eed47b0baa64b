import { PlainWords, type EncodeWord } from './plain-words/plain-words.ts'
import type { TokenBuffer } from './token-buffer.ts'
import type { TokenizerSpec } from './tokenizer-file.ts'
import type { Pieces } from './pieces.ts'
import { HASH_PRIME, HASH_START, MISSING, WordTable, type WordUnits } from './word-table.ts'
import { asciiKinds, kindOfPoint, LONGEST_RUN, ONE, SEPARATOR, SURROGATE, unicodeKinds } from './words-pattern.ts'

const BEYOND_ASCII = /[^\0-\x7f]/
/** Room that is kept; for a longer text more is taken for a while. */
const keptUnits = 1 << 15

/**
 * Turns text into token ids: folded text, its words (see words-pattern.ts), and each split into the longest pieces of the
 * vocabulary from the left. The same ids as the reference implementation; tests hold it equal.
 *
 * One pass over the text's UTF-16 hashes each word as it goes and looks it up in a table that learns the words it meets; when it is
 * full it starts again.
 */
export class WordPieceTokenizer {
  readonly unknownId: number
  readonly #words: TokenizerSpec['words']
  readonly #maxWordLength: number
  readonly #addedTokens: readonly (readonly [content: string, id: number])[]
  readonly #addedIds: ReadonlySet<number>
  /** Char code → what it is. */
  readonly #kinds: Uint8Array
  readonly #table = new WordTable()
  readonly #plain = new PlainWords()
  readonly #encodeWord: EncodeWord = (units, length, out) => this.#encodeUnits(units, length, out)
  /** The text at hand, UTF-16, where it is no longer. */
  readonly #units = new Uint16Array(keptUnits)
  readonly #unitBytes = Buffer.from(this.#units.buffer)
  readonly #pieces: Pieces
  /** Characters after which a run is cut. */
  readonly #longestRun: number

  constructor(spec: TokenizerSpec) {
    this.#words = spec.words
    this.#maxWordLength = spec.maxWordLength
    this.unknownId = spec.unknownId
    this.#addedTokens = [...spec.addedTokens].toSorted(([a], [b]) => b.length - a.length)
    this.#addedIds = new Set(spec.addedTokens.values())
    this.#pieces = spec.pieces
    this.#kinds = spec.words === 'unicode' ? unicodeKinds() : asciiKinds()
    this.#longestRun = spec.words === 'unicode' ? LONGEST_RUN : Infinity
  }

  /** Appends the ids of `text` to `out`; returns how many there are. */
  encode(text: string, out: TokenBuffer): number {
    const before = out.length
    let at = 0
    for (let added = this.#nextAdded(text, 0); added !== null; added = this.#nextAdded(text, at)) {
      this.#encodeWords(text.slice(at, added.start), out)
      out.reserve(1)
      out.ids[out.length++] = added.id
      at = added.start + added.length
    }
    this.#encodeWords(at === 0 ? text : text.slice(at), out)
    return out.length - before
  }

  /** True when an id says something about a text: neither unknown nor an added token. */
  isKnown(id: number): boolean {
    return id !== this.unknownId && !this.#addedIds.has(id)
  }

  /** The first added token at or after `from`; the longest of those that start there. */
  #nextAdded(text: string, from: number): { start: number; length: number; id: number } | null {
    let first: { start: number; length: number; id: number } | null = null
    for (const [content, id] of this.#addedTokens) {
      const start = text.indexOf(content, from)
      if (start >= 0 && (first === null || start < first.start)) first = { start, length: content.length, id }
    }
    return first
  }

  /** The form that words are looked for in. */
  #folded(text: string): string {
    const isPlain = this.#words !== 'unicode' || !BEYOND_ASCII.test(text)
    return (isPlain ? text : text.normalize('NFKC')).toLowerCase()
  }

  #encodeWords(text: string, out: TokenBuffer): void {
    if (this.#plain.encode(text, out, this.#encodeWord)) return
    const folded = this.#folded(text)
    this.#encodeUnits(this.#unitsOf(folded), folded.length, out)
  }

  /** Of folded text: the first `end` of `units`. */
  #encodeUnits(units: Uint16Array, end: number, out: TokenBuffer): void {
    out.reserve(end)
    const kinds = this.#kinds
    const table = this.#table
    const longest = this.#maxWordLength
    const longestRun = this.#longestRun
    const ids = out.ids
    let length = out.length
    let at = 0
    while (at < end) {
      let code = units[at]
      let kind = kinds[code]
      if (kind === SURROGATE) kind = kindOfPair(units, at, end)
      if (kind === SEPARATOR) {
        at++
        continue
      }
      const wanted = kind
      const start = at
      let characters = 0
      let hash = HASH_START
      do {
        hash = Math.imul(hash ^ code, HASH_PRIME)
        at++
        // The second half of a pair belongs to the first.
        if (code >= 0xd800 && code < 0xdc00) hash = Math.imul(hash ^ units[at++], HASH_PRIME)
        characters++
        if (at === end || characters === longestRun || wanted === ONE) break
        code = units[at]
        kind = kinds[code]
        if (kind === SURROGATE) kind = kindOfPair(units, at, end)
      } while (kind === wanted)
      if (characters > longest) {
        ids[length++] = this.unknownId
        continue
      }
      const found = table.find(units, start, at, hash)
      if (found >= 0) ids[length++] = found
      else if (found === MISSING)
        for (const id of this.#learn({ text: units, start, end: at }, hash)) ids[length++] = id
      else length = table.copyIds(found, ids, length)
    }
    out.length = length
  }

  /** In a typed array the loop reads twice as fast as in a string, which may have several forms. */
  #unitsOf(text: string): Uint16Array {
    const isShort = text.length <= keptUnits
    const units = isShort ? this.#units : new Uint16Array(text.length)
    const bytes = isShort ? this.#unitBytes : Buffer.from(units.buffer)
    bytes.write(text, 'utf16le')
    return units
  }

  /** A word is unknown as a whole when some rest of it has no piece. */
  #learn(word: WordUnits, hash: number): readonly number[] {
    const ids = this.#pieces.split(word.text, word.start, word.end) ?? [this.unknownId]
    this.#table.add(word, hash, ids)
    return ids
  }
}

/** The kind of the character that starts with this half; a half alone parts words. */
function kindOfPair(units: Uint16Array, at: number, end: number): number {
  const high = units[at] - 0xd800
  const low = at + 1 < end ? units[at + 1] - 0xdc00 : -1
  const isPair = high < 0x400 && low >= 0 && low < 0x400
  return isPair ? kindOfPoint(0x10000 + high * 0x400 + low) : SEPARATOR
}
