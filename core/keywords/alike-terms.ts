/*
 * The terms of a dictionary that begin alike, in little memory: ten thousand take 130 kB, and as objects 2 MB. What may be a slip for a
 * word is found along them in one pass; what a term shares with the one before it is not compared again.
 */
import { textOf } from './dictionary.ts'
import type { Keywords } from './postings-file.ts'

/** A list of numbers that grows. */
class Numbers<T extends Uint16Array | Int32Array> {
  values: T
  length = 0
  readonly #make: (length: number) => T

  constructor(make: (length: number) => T) {
    this.#make = make
    this.values = make(4096)
  }

  add(value: number): void {
    if (this.length === this.values.length) {
      const grown = this.#make(2 * this.length)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  whole(): T {
    const whole = this.#make(this.length)
    whole.set(this.values.subarray(0, this.length))
    return whole
  }
}

/** Bits of how many units a term adds to what it shares; it has 64 at most. */
const addedBits = 8

/** See above. */
export class AlikeTerms {
  /** By term, how many UTF-16 units it shares with the one before and how many follow, as one number; then these. */
  readonly #units: Uint16Array
  /** By term, how many rows hold it. */
  readonly #rows: Int32Array

  private constructor(units: Uint16Array, rows: Int32Array) {
    this.#units = units
    this.#rows = rows
  }

  /** Those of a dictionary that begin with `prefix`. */
  static of(keywords: Keywords, prefix: string): AlikeTerms {
    const units = new Numbers((length) => new Uint16Array(length))
    const rows = new Numbers((length) => new Int32Array(length))
    let before = ''
    keywords.each(prefix, (utf8, length, count) => {
      const term = textOf(utf8, length)
      let shared = 0
      while (shared < before.length && before.charCodeAt(shared) === term.charCodeAt(shared)) shared++
      units.add((shared << addedBits) | (term.length - shared))
      for (let i = shared; i < term.length; i++) units.add(term.charCodeAt(i))
      rows.add(count)
      before = term
    })
    return new AlikeTerms(units.whole(), rows.whole())
  }

  /** Units of two bytes that they take. */
  get size(): number {
    return this.#units.length + 2 * this.#rows.length
  }

  /**
   * Calls `visit` with each that differs from `term` by 1 to `most` letters, see `editDistance`, and with how many rows hold it. The
   * table of that distance has a line for each letter of the term at hand: those of the letters it shares with the one before stand.
   */
  near(term: string, most: number, visit: (found: string, distance: number, rows: number) => void): void {
    const units = this.#units
    const longest = term.length + most
    const lines = new DistanceLines(term, most)
    const { letters } = lines
    for (let at = 0, i = 0; at < units.length; i++) {
      const shared = units[at] >> addedBits
      const length = shared + (units[at] & 0xff)
      const first = at + 1
      at = first + length - shared
      lines.keep(shared)
      if (lines.isFar) continue
      for (let place = shared; place < length && place < longest; place++)
        letters[place] = units[first + place - shared]
      if (Math.abs(length - term.length) > most) continue
      const distance = lines.distanceOf(length)
      if (distance > 0 && distance <= most)
        visit(String.fromCharCode(...letters.subarray(0, length)), distance, this.#rows[i])
    }
  }
}

/** The table of `editDistance` for one word and others that come in their order. */
class DistanceLines {
  /** Of the other word, as many as can matter. */
  readonly letters: Uint16Array
  readonly #word: Uint16Array
  readonly #most: number
  readonly #width: number
  /** Line after line: the distance of so many letters of the other word to the beginnings of the word. */
  readonly #table: Uint8Array
  /** Lines that stand, beyond the first; the first one that is far from all beginnings, Infinity: none. */
  #done = 0
  #far = Infinity

  constructor(word: string, most: number) {
    this.#word = Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i))
    this.#most = most
    this.#width = word.length + 1
    this.letters = new Uint16Array(word.length + most)
    this.#table = new Uint8Array((this.letters.length + 1) * this.#width)
    for (let j = 0; j < this.#width; j++) this.#table[j] = j
  }

  /** The next word has so many letters of this one. */
  keep(letters: number): void {
    if (letters < this.#done) this.#done = letters
    if (letters < this.#far) this.#far = Infinity
  }

  /** Whether what the next word shares with this one is too far already. */
  get isFar(): boolean {
    return this.#far !== Infinity
  }

  /** Of so many of `letters`; more than `most` where it takes more. */
  distanceOf(length: number): number {
    for (let line = this.#done + 1; line <= length; line++) {
      const least = this.#fill(line)
      this.#done = line
      if (least > this.#most) {
        this.#far = line
        return least
      }
    }
    return this.#table[length * this.#width + this.#width - 1]
  }

  /** Gives the least distance in it. */
  #fill(line: number): number {
    const table = this.#table
    const word = this.#word
    const width = this.#width
    const here = line * width
    const above = here - width
    const letter = this.letters[line - 1]
    const before = line > 1 ? this.letters[line - 2] : -1
    let least = line
    table[here] = line
    for (let j = 1; j < width; j++) {
      const isSame = letter === word[j - 1]
      let distance = Math.min(table[above + j] + 1, table[here + j - 1] + 1, table[above + j - 1] + (isSame ? 0 : 1))
      if (j > 1 && letter === word[j - 2] && before === word[j - 1])
        distance = Math.min(distance, table[above - width + j - 2] + 1)
      table[here + j] = distance
      if (distance < least) least = distance
    }
    return least
  }
}
