/*
 * Counts the terms of documents. Words that were met before are found and counted by a kernel and never become strings; what has no
 * slot there (other words, ideographs) goes the long way of `analyse.ts`.
 */
import { charKinds, kindOf } from '../characters.ts'
import type { Lexicon } from '../document-terms.ts'
import { fold } from '../fold.ts'
import { longestWord } from '../token-cache.ts'
import { normaliserOf, termsOf, type Normalise } from '../token-terms.ts'
import { asciiKinds, eachPair, endOfIdeographs, endOfWord, kindAt, widthOf } from '../utf8-tokens.ts'
import { wasm, type WasmMemory } from '../../wasm.ts'
import { countWordsModule } from './count-words-binary.ts'
import { fields, kindsAt, mostBytes, slotBytes, slotsAt, slotTermAt, stops } from './count-words-wat.ts'

interface Kernel {
  count(at: number, end: number, weight: number): number
  add(term: number, weight: number): void
}

const padding = 32
const zeros = new Uint8Array(padding)
const pageBytes = 65_536
/** Terms, lists of terms and words without a slot that are kept beyond one document. */
const mostTerms = 1 << 17
const mostLongWords = 1 << 12
/** Numbers of postings have 31 bits. */
const mostPosted = 2 ** 30
/** The first number of a posting: 0 is of terms that have none. */
const firstPlace = 1

/** What a chunk has, good until the next. */
export interface ChunkCounts {
  /** [postings]: terms by their numbers in the document: the first term is 0, the next that it did not have yet 1. */
  readonly ids: Uint32Array
  /** [postings]: how often each counts, 255 at most. */
  readonly counts: Uint8Array
  /** Terms that the document did not have before, by their numbers in the lexicon: the first of them is the document's next. */
  readonly fresh: Uint32Array
  /** Terms of the chunk, repeats included. */
  readonly length: number
}

/** Counts the terms of one document after the other, chunk by chunk. Keep one for many documents: it remembers words. */
export class TermCounter {
  readonly #normalise: Normalise
  readonly #slotsEnd: number
  readonly #memory: WasmMemory
  readonly #kernel: Kernel
  #bytes: Buffer
  #numbers: Int32Array
  /** Bytes of text, and terms, that there is room for. */
  #textRoom = 0
  #termRoom = 0
  /** End of the chunk's text so far. */
  #textEnd = 0

  #lexicon: Lexicon & { readonly terms: string[] }
  readonly #termNumbers = new Map<string, number>()
  /** The terms of words that have several, or none: a slot says -1 - index. */
  #several: (readonly number[])[] = []
  readonly #longWords = new Map<string, readonly number[]>()

  /** `slots` for words: a power of two. `language`: see `createAnalyser`. */
  constructor(language: string, slots: number) {
    this.#normalise = normaliserOf(language)
    this.#lexicon = { language, terms: [] }
    this.#slotsEnd = slotsAt + slots * slotBytes
    this.#memory = new wasm.Memory({ initial: Math.ceil(this.#slotsEnd / pageBytes) })
    this.#bytes = Buffer.from(this.#memory.buffer)
    this.#numbers = new Int32Array(this.#memory.buffer)
    this.#bytes.fill(0xff, 0, 16)
    this.#bytes.set(asciiKinds, kindsAt)
    this.#set('slotShift', 64 - Math.log2(slots))
    this.#set('posted', firstPlace)
    this.#set('named', firstPlace)
    this.#makeRoom({ text: 1 << 13, terms: 1 << 14 })
    this.#kernel = kernelOver(this.#memory)
  }

  beginDocument(): void {
    const isWorn =
      this.#lexicon.terms.length > mostTerms || this.#several.length > mostTerms || this.#get('posted') > mostPosted
    if (isWorn) this.#forget()
    this.#set('documentStart', this.#get('named'))
  }

  /** A chunk of so many bytes of UTF-8, all that is counted of it together. */
  beginChunk(bytes: number): void {
    if (bytes > this.#textRoom) this.#makeRoom({ text: bytes * 2, terms: this.#termRoom })
    this.#set('chunkStart', this.#get('posted'))
    this.#set('freshStart', this.#get('named'))
    this.#set('length', 0)
  }

  /** Counts the terms of `utf8`, which is well formed, each as often as `weight` says. */
  count(utf8: Uint8Array, weight: number): void {
    this.#bytes.set(utf8, this.#slotsEnd)
    this.#countText(utf8.length, weight)
  }

  /** Counts the terms of a text that has no bytes yet. */
  countString(text: string, weight: number): void {
    this.#countText(this.#bytes.write(text, this.#slotsEnd), weight)
  }

  /** Of the text that is in its place. */
  #countText(bytes: number, weight: number): void {
    const start = this.#slotsEnd
    const end = start + bytes
    this.#bytes.set(zeros, end)
    this.#textEnd = end
    let at = this.#kernel.count(start, end, weight)
    while (this.#get('stop') !== stops.end) at = this.#kernel.count(this.#seeTo(at, weight), end, weight)
  }

  chunk(): ChunkCounts {
    const { buffer } = this.#memory
    const postings = this.#get('posted') - this.#get('chunkStart')
    return {
      ids: new Uint32Array(buffer, this.#get('ids'), postings),
      counts: new Uint8Array(buffer, this.#get('counts'), postings),
      fresh: new Uint32Array(buffer, this.#get('fresh'), this.#get('named') - this.#get('freshStart')),
      length: this.#get('length'),
    }
  }

  /** Of the document at hand; another one at times for a later document. */
  get lexicon(): Lexicon {
    return this.#lexicon
  }

  /** What the kernel stopped at; where it is to go on. */
  #seeTo(at: number, weight: number): number {
    const subject = this.#get('subject')
    switch (this.#get('stop')) {
      case stops.unknownUnit:
        this.#bytes[kindsAt + subject] = kindOf(subject)
        return at
      case stops.missing: {
        const end = this.#get('wordEnd')
        const terms = this.#termsOf(this.#bytes.toString('utf8', at, end))
        this.#remember(subject, { at, end }, terms)
        this.#addAll(terms, weight)
        return end
      }
      case stops.several:
        this.#addAll(this.#several[-1 - subject], weight)
        return this.#get('wordEnd')
      default:
        return this.#countSlotless(at, weight)
    }
  }

  /** A word without a slot, a run of ideographs, or a character that is neither. */
  #countSlotless(at: number, weight: number): number {
    const text = this.#bytes.subarray(0, this.#textEnd)
    const kind = kindAt(text, at)
    if (kind === charKinds.ideograph) {
      const end = endOfIdeographs(text, at)
      eachPair(fold(text.toString('utf8', at, end)), (term) => this.#add(this.#numberOf(term), weight))
      return end
    }
    if (kind !== charKinds.word) return at + widthOf(text[at])
    const end = endOfWord(text, at)
    // A unit has three bytes at most.
    const word = text.toString('utf8', at, Math.min(end, at + longestWord * 3)).slice(0, longestWord)
    let terms = this.#longWords.get(word)
    if (terms === undefined) {
      if (this.#longWords.size >= mostLongWords) this.#longWords.clear()
      this.#longWords.set(word, (terms = this.#termsOf(word)))
    }
    this.#addAll(terms, weight)
    return end
  }

  #termsOf(word: string): readonly number[] {
    return termsOf(word, this.#normalise).map((term) => this.#numberOf(term))
  }

  /** Gives the word its slot; the one that had it goes to that beside it. */
  #remember(slot: number, { at, end }: { at: number; end: number }, terms: readonly number[]): void {
    const bytes = this.#bytes
    if (bytes[slot + mostBytes] > 0) bytes.copyWithin(slot ^ slotBytes, slot, slot + slotBytes)
    // A Buffer's own `fill` looks at what it is given for longer than it fills.
    this.#numbers.fill(0, slot / 4, (slot + slotBytes) / 4)
    bytes.copyWithin(slot, at, end)
    bytes[slot + mostBytes] = end - at
    this.#numbers[(slot + slotTermAt) / 4] = terms.length === 1 ? terms[0] : -this.#several.push(terms)
  }

  #addAll(terms: readonly number[], weight: number): void {
    for (let i = 0; i < terms.length; i++) this.#add(terms[i], weight)
  }

  #add(term: number, weight: number): void {
    this.#kernel.add(term, weight)
  }

  #numberOf(term: string): number {
    const known = this.#termNumbers.get(term)
    if (known !== undefined) return known
    const number = this.#lexicon.terms.push(term) - 1
    this.#termNumbers.set(term, number)
    if (number >= this.#termRoom) this.#makeRoom({ text: this.#textRoom, terms: this.#termRoom * 2 })
    return number
  }

  /** Places the tables behind the slots anew: see `count-words-wat.ts`. Only that of terms is kept, and at the end, so that it can grow. */
  #makeRoom({ text, terms }: { text: number; terms: number }): void {
    const room = Math.ceil(text / 8) * 8
    const ids = this.#slotsEnd + room + padding
    const fresh = ids + 8 * room
    const counts = fresh + 8 * room
    const places = counts + 2 * room
    const placesBefore = this.#get('places')
    const needed = places + 8 * terms
    const missing = needed - this.#memory.buffer.byteLength
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / pageBytes))
      this.#bytes = Buffer.from(this.#memory.buffer)
      this.#numbers = new Int32Array(this.#memory.buffer)
    }
    if (places !== placesBefore) {
      this.#bytes.copyWithin(places, placesBefore, placesBefore + 8 * this.#termRoom)
      this.#bytes.fill(0, places + 8 * this.#termRoom, needed)
    }
    this.#set('ids', ids)
    this.#set('fresh', fresh)
    this.#set('counts', counts)
    this.#set('places', places)
    this.#textRoom = room
    this.#termRoom = terms
  }

  /** Begins anew, between two documents. */
  #forget(): void {
    this.#lexicon = { language: this.#lexicon.language, terms: [] }
    this.#several = []
    this.#termNumbers.clear()
    this.#longWords.clear()
    this.#bytes.fill(0, slotsAt, this.#slotsEnd)
    this.#bytes.fill(0, this.#get('places'))
    this.#set('posted', firstPlace)
    this.#set('named', firstPlace)
  }

  #get(field: keyof typeof fields): number {
    return this.#numbers[fields[field] / 4]
  }

  #set(field: keyof typeof fields, value: number): void {
    this.#numbers[fields[field] / 4] = value
  }
}

/** Compiled once, since code that threads free at one moment can crash V8 (nodejs/node#64500). */
let module: object | null = null

function kernelOver(memory: WasmMemory): Kernel {
  module ??= new wasm.Module(Buffer.from(countWordsModule, 'base64'))
  // The module exports exactly these; its test calls them.
  return new wasm.Instance(module, { env: { memory } }).exports as Kernel
}
