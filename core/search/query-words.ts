import { createAnalyser, type Analyser } from '../keywords/analyse.ts'
import { Recent } from '../recent.ts'

/** A word as it was typed, with the terms of which any counts as it: one for each way of analysing that the library's documents had. */
export interface QueryWord {
  readonly typed: string
  readonly terms: readonly string[]
}

/** Reads texts in one language. */
interface Reader {
  readonly analyser: Analyser
  /** By text, hashes of its terms in their order. */
  readonly said: Recent<Int32Array>
}

/** One for each language that a shown passage had, and one for each that queries are read in: an analyser remembers words. */
const readers = new Map<string, Reader>()
const askedIn = new Map<string, Analyser>()
/** Words of passages that are remembered, and words of queries. */
const saidSlots = 1 << 14
const askedSlots = 1 << 8
/** What queries asked for, by the list of the library's languages, which stays the same while the library does. */
const askedOf = new WeakMap<readonly string[], Recent<readonly QueryWord[]>>()
/** Units of words and their terms: some thousand words. */
const mostAsked = 1 << 18
const termUnits = 40
/** Units of two bytes of texts and their terms: some hundred passages and the sentences of them. */
const mostSaid = 1 << 20

/** The words of `text`; a name of several words, or a run of ideographs, is several. `languages`: of the library's documents. */
export function queryWords(text: string, languages: readonly string[]): QueryWord[] {
  let known = askedOf.get(languages)
  if (known === undefined) askedOf.set(languages, (known = new Recent({ most: mostAsked })))
  const words = known
  return (text.match(/\S+/gu) ?? []).flatMap((token) =>
    words.of(
      token,
      () => wordsOf(token, languages),
      (found) => found.reduce((sum, { terms }) => sum + terms.length * termUnits, 0),
    ),
  )
}

function wordsOf(token: string, languages: readonly string[]): readonly QueryWord[] {
  const typed = bare(token)
  const analyses = languages.map((language) => termsOf(token, language))
  const [first = [], ...others] = analyses
  const isAligned = others.every(({ length }) => length === first.length)
  if (!isAligned) return [...new Set(analyses.flat())].map((term) => ({ typed, terms: [term] }))
  return first.map((_, i) => ({ typed, terms: [...new Set(analyses.map((terms) => terms[i]))] }))
}

/** The words of `text` without the signs around them, as they were typed. */
export function typedWords(text: string): string[] {
  return (text.match(/\S+/gu) ?? []).map(bare).filter((word) => word !== '')
}

function bare(token: string): string {
  return token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, '')
}

/** How `texts` in the language of their document write one of `terms`, in small letters; null: they have none of them. */
export function wordWritten(
  terms: readonly string[],
  texts: readonly string[],
  language: string | null,
): string | null {
  const wanted = new Set(terms)
  // A word inside a name (joinAll) is what was looked for, not the name.
  const isOne = (word: string): boolean => {
    const said = termsOf(word, language ?? 'en')
    return said.length === 1 && wanted.has(said[0])
  }
  for (const text of texts) {
    for (const name of text.match(/[\p{L}\p{M}]+/gu) ?? []) {
      const word = [name, ...name.split(wordsInName)].find(isOne)
      if (word !== undefined) return word.toLowerCase()
    }
  }
  return null
}

const wordsInName = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/** Words to look for in many texts: by the hash of a term, the places of the words of which it is a form. */
export type WordForms = ReadonlyMap<number, readonly number[]>

/** Made once for a question: each of its words has a form for every language of the library. */
export function formsOf(words: readonly Pick<QueryWord, 'terms'>[]): WordForms {
  const forms = new Map<number, number[]>()
  for (const [word, { terms }] of words.entries()) {
    for (const term of terms) {
      const places = forms.get(hashOf(term))
      if (places === undefined) forms.set(hashOf(term), [word])
      else places.push(word)
    }
  }
  return forms
}

/** The places of the words that the index has for any of `texts` in the language of their document; null: none that is known. */
export function wordsAmong(forms: WordForms, texts: readonly string[], language: string | null): ReadonlySet<number> {
  const said = new Set<number>()
  for (const text of texts) {
    const hashes = hashesOf(text, language)
    for (let i = 0; i < hashes.length; i++) {
      const places = forms.get(hashes[i])
      if (places !== undefined) for (const word of places) said.add(word)
    }
  }
  return said
}

function hashesOf(text: string, language: string | null): Int32Array {
  const { analyser, said } = readerOf(language ?? 'en')
  return said.of(
    text,
    () => hashesIn(analyser, text),
    ({ length }) => 2 * length,
  )
}

/** The terms of a text in one language. */
export function termsOf(text: string, language: string): string[] {
  let analyser = askedIn.get(language)
  if (analyser === undefined) askedIn.set(language, (analyser = createAnalyser(language, askedSlots)))
  const terms: string[] = []
  analyser.each(text, (term) => terms.push(term))
  return terms
}

/** Marks the words whose one term's hash is known, in the analyser's memory. */
const hashed = 1
/** Memory of one walk, used by the next. */
let scratch = new Int32Array(1024)

/** Numbers, since a set of strings for each sentence is a third of the garbage of a search. Of a thousand million texts one is taken wrongly. */
function hashesIn({ words, eachWord }: Analyser, text: string): Int32Array {
  let size = 0
  const add = (hash: number): void => {
    if (size === scratch.length) {
      const grown = new Int32Array(2 * size)
      grown.set(scratch)
      scratch = grown
    }
    scratch[size++] = hash
  }
  eachWord(
    Buffer.from(text),
    (slot) => {
      const known = words.id(slot, hashed)
      if (known >= 0) return add(known)
      const terms = words.terms(slot)
      for (const term of terms) add(hashOf(term))
      if (terms.length === 1) words.setId(slot, hashed, hashOf(terms[0]))
    },
    (term) => add(hashOf(term)),
  )
  return scratch.slice(0, size)
}

/** FNV-1a, 31 bits. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193)
  return hash & 0x7fffffff
}

function readerOf(language: string): Reader {
  let reader = readers.get(language)
  if (reader === undefined) {
    reader = { analyser: createAnalyser(language, saidSlots), said: new Recent({ most: mostSaid }) }
    readers.set(language, reader)
  }
  return reader
}

/** Lets go of the words that are remembered. */
export function forgetWords(): void {
  readers.clear()
  askedIn.clear()
}
