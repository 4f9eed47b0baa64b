import type { TokenBuffer } from './token-buffer.ts'
import type { TokenizerSpec } from './tokenizer-file.ts'
import { HASH_PRIME, HASH_START, WordTable } from './word-table.ts'

const SEPARATOR = 0
/** Could start an added token: looked at more closely. */
const ADDED = 1

/*
 * The only two characters outside ASCII whose lower case has an ASCII letter in it: İ becomes i and a combining dot (which ends
 * the word), the Kelvin sign becomes k. All else outside ASCII separates words.
 */
const DOTTED_CAPITAL_I = 0x130
const KELVIN_SIGN = 0x212a
const LOWER_I = 0x69
const LOWER_K = 0x6b

/**
 * Turns text into token ids: lower case, runs of a-z or of 0-9, and each split into the longest pieces of the vocabulary from
 * the left. The same ids as the reference implementation; tests hold it equal.
 *
 * One pass over the char codes hashes each word as it goes and looks it up in a table that starts as the vocabulary and learns
 * words made of several pieces; when it is full it starts again from the vocabulary.
 */
export class WordPieceTokenizer {
  readonly unknownId: number
  readonly #spec: TokenizerSpec
  readonly #addedTokens: readonly (readonly [content: string, id: number])[]
  /** ASCII code → lower-case code, SEPARATOR or ADDED. */
  readonly #fold = new Uint8Array(128)
  readonly #table = new WordTable()
  readonly #word: Uint8Array
  readonly #longestPiece: number

  constructor(spec: TokenizerSpec) {
    this.#spec = spec
    this.unknownId = spec.unknownId
    this.#word = new Uint8Array(spec.maxWordLength)
    this.#addedTokens = [...spec.addedTokens].toSorted(([a], [b]) => b.length - a.length)
    this.#longestPiece = [...spec.vocabulary.keys()].reduce((most, piece) => Math.max(most, piece.length), 0)
    this.#fillFold()
    this.#fillTable()
  }

  /** Appends the ids of `text` to `out`; returns how many there are. */
  encode(text: string, out: TokenBuffer): number {
    const before = out.length
    out.reserve(text.length)
    const fold = this.#fold
    const word = this.#word
    const longest = word.length
    const end = text.length
    let at = 0
    while (at < end) {
      const first = text.charCodeAt(at)
      let letter = first < 128 ? fold[first] : foldRare(first)
      if (letter <= ADDED) {
        at = letter === ADDED ? this.#addedToken(text, at, out) : at + 1
        continue
      }
      const isDigit = letter < 0x3a
      let length = 0
      let hash = HASH_START
      let code = first
      while (letter > ADDED && letter < 0x3a === isDigit) {
        hash = Math.imul(hash ^ letter, HASH_PRIME)
        if (length < longest) word[length] = letter
        length++
        at++
        if (at === end || code === DOTTED_CAPITAL_I) break
        code = text.charCodeAt(at)
        letter = code < 128 ? fold[code] : foldRare(code)
      }
      if (length > longest) out.ids[out.length++] = this.unknownId
      else if (!this.#table.find(word, length, hash, out)) this.#learn(length, hash, out)
    }
    return out.length - before
  }

  /** True when an id says something about a text: neither unknown nor an added token. */
  isKnown(id: number): boolean {
    if (id === this.unknownId) return false
    for (const [, added] of this.#addedTokens) if (added === id) return false
    return true
  }

  #addedToken(text: string, at: number, out: TokenBuffer): number {
    for (const [content, id] of this.#addedTokens) {
      if (!text.startsWith(content, at)) continue
      out.ids[out.length++] = id
      return at + content.length
    }
    return at + 1
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

  #fillFold(): void {
    for (const [content] of this.#addedTokens)
      if (content.charCodeAt(0) < 128) this.#fold[content.charCodeAt(0)] = ADDED
    for (let code = 0x30; code <= 0x39; code++) this.#fold[code] = code
    for (let code = 0x61; code <= 0x7a; code++) this.#fold[code] = this.#fold[code - 32] = code
  }

  #fillTable(): void {
    for (const [piece, id] of this.#spec.vocabulary) {
      if (piece.length > this.#word.length || !/^(?:[a-z]+|[0-9]+)$/.test(piece)) continue
      let hash = HASH_START
      for (let i = 0; i < piece.length; i++) {
        this.#word[i] = piece.charCodeAt(i)
        hash = Math.imul(hash ^ this.#word[i], HASH_PRIME)
      }
      this.#table.add(this.#word, piece.length, hash, [id])
    }
  }
}

function foldRare(code: number): number {
  if (code === KELVIN_SIGN) return LOWER_K
  return code === DOTTED_CAPITAL_I ? LOWER_I : SEPARATOR
}
