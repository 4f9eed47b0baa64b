/*
 * What texts say of a question's words. Terms as numbers: a set of strings for each sentence is a third of the garbage of a search.
 * Of a thousand million texts one is taken wrongly.
 */
import { type Analyser, createAnalyser } from '../keywords/analyse.ts'
import { Recent } from '../recent.ts'
import { inPieces } from './pieces.ts'

/** Words to look for in many texts: by the hash of a term, the places of the words of which it is a form. */
export type WordForms = ReadonlyMap<number, readonly number[]>

/** Made once for a question: each of its words has a form for every language of the library. */
export function formsOf(words: readonly { readonly terms: readonly string[] }[]): WordForms {
  const forms = new Map<number, number[]>()
  for (const [word, { terms }] of words.entries()) {
    for (const term of terms) {
      const hash = hashOf(term)
      const places = forms.get(hash)
      if (places === undefined) forms.set(hash, [word])
      else places.push(word)
    }
  }
  return forms
}

/** The places of the words that the index has for a text in the language of its document; null: none that is known. */
export function wordsIn(forms: WordForms, text: string, language: string | null): ReadonlySet<number> {
  const { hasher, short } = readerOf(language ?? 'en')
  const hashes = short.of(
    text,
    () => hasher.hashes([text]),
    ({ length }) => 2 * length,
  )
  const said = new Set<number>()
  addPlaces(said, forms, hashes)
  return said
}

function addPlaces(said: Set<number>, forms: WordForms, hashes: Int32Array): void {
  for (const hash of hashes) {
    const places = forms.get(hash)
    if (places !== undefined) for (const word of places) said.add(word)
  }
}

/** What a passage's document is. */
interface ReadAs {
  /** null: none that is known. */
  readonly language: string | null
  /** The same text has other sentences where it is code. */
  readonly isCode: boolean
}

/** The terms of a passage. `sentences`: those of `text`, as it is read. */
export function passageTerms(text: string, sentences: readonly string[], { language, isCode }: ReadAs): PassageTerms {
  const { hasher, passages } = readerOf(language ?? 'en')
  return passages[isCode ? 'code' : 'prose'].of(
    text,
    () => new PassageTerms(text, sentences, hasher),
    ({ length }) => 2 * length,
  )
}

/** By the place of a word in a question: the look that counted it last. */
let counted = new Int32Array(64)
let look = 0

/** The terms of a passage's sentences, and of what is between them. */
export class PassageTerms {
  /** Of sentence after sentence and then of what is between; [sentences + 1] where those of each end. */
  readonly #hashes: Int32Array
  readonly #ends: Int32Array
  /** The sentences whose words are all the text's: mark-up was taken out of the others. */
  readonly #standing: readonly number[]

  constructor(text: string, sentences: readonly string[], hasher: TermHasher) {
    const pieces = inPieces(text, sentences)
    const between = pieces.filter((piece) => typeof piece === 'string')
    this.#standing = pieces.filter((piece) => typeof piece === 'number')
    this.#ends = new Int32Array(sentences.length + 1)
    this.#hashes = hasher.hashes([...sentences, between.join('\n')], this.#ends)
  }

  /** How many terms, repeats included. */
  get length(): number {
    return this.#hashes.length
  }

  /** How many of the words, from place `first` on, a sentence says. */
  countIn(sentence: number, forms: WordForms, first = 0): number {
    look++
    let count = 0
    for (let i = this.#start(sentence); i < this.#ends[sentence]; i++) {
      const places = forms.get(this.#hashes[i])
      if (places === undefined) continue
      for (const word of places) {
        if (word >= counted.length) grow(word)
        if (word < first || counted[word] === look) continue
        counted[word] = look
        count++
      }
    }
    return count
  }

  /** The places of the words that the text says. */
  said(forms: WordForms): ReadonlySet<number> {
    const said = new Set<number>()
    for (const piece of [...this.#standing, this.#ends.length - 1]) {
      addPlaces(said, forms, this.#hashes.subarray(this.#start(piece), this.#ends[piece]))
    }
    return said
  }

  #start(piece: number): number {
    return piece === 0 ? 0 : this.#ends[piece - 1]
  }
}

function grow(word: number): void {
  const grown = new Int32Array(2 * word)
  grown.set(counted)
  counted = grown
}

/** Marks the words whose one term's hash is known, in the analyser's memory. */
const hashed = 1
/** Words that are remembered for one language. */
const hashedSlots = 1 << 15

/** Memory of one walk, used by the next. */
let utf8 = Buffer.allocUnsafeSlow(1 << 14)
let scratch = new Int32Array(1024)

/** Texts of one language to the hashes of their terms. */
class TermHasher {
  readonly #analyser: Analyser
  #size = 0
  /** Where each text ends in `utf8`, and its terms in `scratch`; the text at hand. */
  #byteEnds = new Int32Array(64)
  #ends = new Int32Array(64)
  #text = 0
  #texts = 0

  constructor(language: string) {
    this.#analyser = createAnalyser(language, hashedSlots)
  }

  /** Text after text, in their order. `ends` [texts]: gets where those of each end. */
  hashes(texts: readonly string[], ends?: Int32Array): Int32Array {
    const length = this.#write(texts)
    this.#size = this.#text = 0
    this.#analyser.eachWord(utf8.subarray(0, length), this.#visitWord, this.#visitTerm)
    this.#pass(length)
    if (ends !== undefined) for (let i = 0; i < texts.length; i++) ends[i] = this.#ends[i]
    return scratch.slice(0, this.#size)
  }

  /** Into `utf8`, a line each, so that no word is in two; gives how many bytes. */
  #write(texts: readonly string[]): number {
    let most = 0
    // A unit has three bytes at most.
    for (const text of texts) most += 3 * text.length + 1
    if (utf8.length < most) utf8 = Buffer.allocUnsafeSlow(2 * most)
    if (this.#ends.length < texts.length) {
      this.#byteEnds = new Int32Array(2 * texts.length)
      this.#ends = new Int32Array(2 * texts.length)
    }
    let length = 0
    for (const [i, text] of texts.entries()) {
      length += utf8.write(text, length)
      this.#byteEnds[i] = length
      utf8[length++] = lineEnd
    }
    this.#texts = texts.length
    return length
  }

  readonly #visitWord = (slot: number, end: number): void => {
    this.#pass(end)
    const { words } = this.#analyser
    const known = words.id(slot, hashed)
    if (known >= 0) return this.#add(known)
    const terms = words.terms(slot)
    for (const term of terms) this.#add(hashOf(term))
    if (terms.length !== 1) return
    words.setId(slot, hashed, hashOf(terms[0]))
    words.dropTerms(slot)
  }

  readonly #visitTerm = (term: string, end: number): void => {
    this.#pass(end)
    this.#add(hashOf(term))
  }

  /** A word that ends at byte `end` comes: the texts before it have all of theirs. */
  #pass(end: number): void {
    while (this.#text < this.#texts && end > this.#byteEnds[this.#text]) this.#ends[this.#text++] = this.#size
  }

  #add(hash: number): void {
    if (this.#size === scratch.length) {
      const grown = new Int32Array(2 * this.#size)
      grown.set(scratch)
      scratch = grown
    }
    scratch[this.#size++] = hash
  }
}

const lineEnd = 0x0a

/** FNV-1a, 31 bits. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193)
  return hash & 0x7fffffff
}

/** Reads texts in one language. */
interface Reader {
  readonly hasher: TermHasher
  readonly passages: Readonly<Record<'prose' | 'code', Recent<PassageTerms>>>
  /** By text, the hashes of its terms. */
  readonly short: Recent<Int32Array>
}

/** One for each language that a shown passage had: an analyser remembers words. */
const readers = new Map<string, Reader>()
/** Units of two bytes of texts and their terms: some hundred passages; and of headers and names. */
const mostOfPassages = 1 << 20
const mostShort = 1 << 17

function readerOf(language: string): Reader {
  let reader = readers.get(language)
  if (reader === undefined) {
    reader = {
      hasher: new TermHasher(language),
      passages: { prose: new Recent({ most: mostOfPassages }), code: new Recent({ most: mostOfPassages }) },
      short: new Recent({ most: mostShort }),
    }
    readers.set(language, reader)
  }
  return reader
}

/** Lets go of the words that are remembered. */
export function forgetHashes(): void {
  readers.clear()
}
