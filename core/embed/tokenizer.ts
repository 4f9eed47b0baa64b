import type { TokenBuffer } from './token-buffer.ts'
import type { TokenizerSpec } from './tokenizer-file.ts'
import { HASH_PRIME, HASH_START, WordTable } from './word-table.ts'
import { asciiKinds, kindOfPoint, LONGEST_RUN, ONE, SEPARATOR, SURROGATE, unicodeKinds } from './words-pattern.ts'

const BEYOND_ASCII = /[^\0-\x7f]/

/**
 * Turns text into token ids: folded text, its words (see words-pattern.ts), and each split into the longest pieces of the
 * vocabulary from the left. The same ids as the reference implementation; tests hold it equal.
 *
 * One pass over the char codes hashes each word as it goes and looks it up in a table that starts as the vocabulary and learns
 * words made of several pieces; when it is full it starts again from the vocabulary.
 */
export class WordPieceTokenizer {
  readonly unknownId: number
  readonly #spec: TokenizerSpec
  readonly #addedTokens: readonly (readonly [content: string, id: number])[]
  readonly #addedIds: ReadonlySet<number>
  /** Char code → what it is. */
  readonly #kinds: Uint8Array
  readonly #table = new WordTable()
  /** The word at hand, UTF-16, lower case. */
  readonly #word: Uint16Array
  readonly #longestPiece: number
  /** Characters after which a run is cut. */
  readonly #longestRun: number

  constructor(spec: TokenizerSpec) {
    this.#spec = spec
    this.unknownId = spec.unknownId
    this.#word = new Uint16Array(Math.max(spec.maxWordLength, LONGEST_RUN) * 2)
    this.#addedTokens = [...spec.addedTokens].toSorted(([a], [b]) => b.length - a.length)
    this.#addedIds = new Set(spec.addedTokens.values())
    this.#longestPiece = [...spec.vocabulary.keys()].reduce((most, piece) => Math.max(most, piece.length), 0)
    this.#kinds = spec.words === 'unicode' ? unicodeKinds() : asciiKinds()
    this.#longestRun = spec.words === 'unicode' ? LONGEST_RUN : Infinity
    this.#fillTable()
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

  /** The form that words are looked for in. ASCII alone needs none: its capitals are folded in the loop. */
  #folded(text: string): string {
    if (!BEYOND_ASCII.test(text)) return text
    return this.#spec.words === 'unicode' ? text.normalize('NFKC').toLowerCase() : text.toLowerCase()
  }

  #encodeWords(raw: string, out: TokenBuffer): void {
    const text = this.#folded(raw)
    out.reserve(text.length)
    const kinds = this.#kinds
    const word = this.#word
    const longest = this.#spec.maxWordLength
    const longestRun = this.#longestRun
    const end = text.length
    let at = 0
    while (at < end) {
      let code = text.charCodeAt(at)
      let kind = kinds[code]
      if (kind === SURROGATE) kind = kindOfPair(text, at)
      if (kind === SEPARATOR) {
        at++
        continue
      }
      const wanted = kind
      let units = 0
      let characters = 0
      let hash = HASH_START
      do {
        if (code >= 0x41 && code <= 0x5a) code += 32
        hash = Math.imul(hash ^ code, HASH_PRIME)
        if (characters < longest) word[units++] = code
        at++
        // The second half of a pair belongs to the first.
        if (code >= 0xd800 && code < 0xdc00) {
          code = text.charCodeAt(at++)
          hash = Math.imul(hash ^ code, HASH_PRIME)
          if (characters < longest) word[units++] = code
        }
        characters++
        if (at === end || characters === longestRun || wanted === ONE) break
        code = text.charCodeAt(at)
        kind = kinds[code]
        if (kind === SURROGATE) kind = kindOfPair(text, at)
      } while (kind === wanted)
      if (characters > longest) out.ids[out.length++] = this.unknownId
      else if (!this.#table.find(word, units, hash, out)) this.#learn(units, hash, out)
    }
  }

  #learn(length: number, hash: number, out: TokenBuffer): void {
    const ids = this.#split(String.fromCharCode(...this.#word.subarray(0, length)))
    for (const id of ids) out.ids[out.length++] = id
    if (this.#table.add(this.#word, length, hash, ids)) return
    this.#table.clear()
    this.#fillTable()
  }

  /** The longest piece from the left, again and again; unknown as a whole when some rest has no piece. */
  #split(word: string): number[] {
    const ids: number[] = []
    let start = 0
    while (start < word.length) {
      const prefix = start === 0 ? '' : '##'
      let end = Math.min(word.length, start + this.#longestPiece)
      let id: number | undefined
      while (end > start && (id = this.#spec.vocabulary.get(prefix + word.slice(start, end))) === undefined) end--
      if (id === undefined) return [this.unknownId]
      ids.push(id)
      start = end
    }
    return ids
  }

  #fillTable(): void {
    for (const [piece, id] of this.#spec.vocabulary) {
      if (piece.length > this.#word.length || piece.startsWith('##')) continue
      let hash = HASH_START
      for (let i = 0; i < piece.length; i++) {
        this.#word[i] = piece.charCodeAt(i)
        hash = Math.imul(hash ^ this.#word[i], HASH_PRIME)
      }
      if (!this.#table.add(this.#word, piece.length, hash, [id])) return
    }
  }
}

/** The kind of the character that starts with this half; a half alone parts words. */
function kindOfPair(text: string, at: number): number {
  return kindOfPoint(text.codePointAt(at) ?? 0)
}
