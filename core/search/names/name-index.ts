/*
 * Documents by their names: files, titles and subjects, people, folders, hosts. In memory only, made from the catalogue; a
 * document costs about 60 bytes.
 *
 *   words     sorted, each once:   ann  anna  annual  budget …      found by beginning with two binary searches,
 *   text      the same, joined:    \nann\nanna\nannual\nbudget…     and inside words with one walk over the text
 *   postings  for each word the documents that have it: place and field in one number, those of the best field first
 */
import { foldWords } from '../../catalogue/sql-functions.ts'
import type { Steps } from '../../in-steps.ts'

/** What a document is found by, the best first. */
export interface NamedDocument {
  readonly id: number
  /** Of the file, or the title of a part. */
  readonly name: string
  readonly title: string
  readonly sender: string
  readonly folder: string
  readonly host: string
  /** Milliseconds. */
  readonly dated: number
}

/** How much a word counts in each field: name, title, sender, folder, host. */
const fieldWeights = [1, 0.9, 0.7, 0.45, 0.6] as const
/** A posting is the document's place, shifted by so many bits, and the field. */
const fieldBits = 3
const fieldMask = 7

/** How much of a word was typed: all of it, its beginning, something inside. */
const wholeWeight = 1
const beginningWeight = 0.7
const insideWeight = 0.35
/** Shorter pieces are in too many words. */
const leastInside = 3

/** Postings looked at for one typed word: one letter begins half of all. */
const mostPostings = 15_000
/** Points that the newest document has before the oldest of equals. */
const recencyPoints = 0.05

/** A document whose names have what was typed. */
export interface NameMatch {
  readonly id: number
  readonly score: number
}

/** Words of names with the documents they stand for, in memory. */
export class NameIndex {
  readonly size: number
  readonly #ids: Uint32Array
  /** 0 to 1, the newest 1. */
  readonly #recency: Float32Array
  readonly #words: readonly string[]
  readonly #text: string
  /** Where each word begins in the text, after its line end. */
  readonly #places: Uint32Array
  readonly #starts: Uint32Array
  readonly #postings: Uint32Array
  /** Scratch: points of the word at hand, and of those before it; places of documents with the word at hand. */
  readonly #points: Float32Array
  readonly #sums: Float32Array
  readonly #found: Int32Array
  #foundCount = 0

  private constructor(documents: readonly NamedDocument[], { words, starts, postings }: Inverted) {
    this.size = documents.length
    this.#ids = Uint32Array.from(documents, ({ id }) => id)
    this.#recency = recencyOf(documents)
    this.#words = words
    this.#text = `\n${words.join('\n')}`
    this.#places = placesOf(words)
    this.#starts = starts
    this.#postings = postings
    this.#points = new Float32Array(this.size)
    this.#sums = new Float32Array(this.size)
    this.#found = new Int32Array(this.size)
  }

  /** Of `documents`. */
  static *of(documents: readonly NamedDocument[]): Steps<NameIndex> {
    return new NameIndex(documents, yield* invert(documents))
  }

  /** Documents whose names have all words of the query, or begin or have them inside; best first. `accepts`: by id, which may be found. */
  find(query: string, count: number, accepts?: (id: number) => boolean): NameMatch[] {
    const typed = foldWords(query).trim().split(' ')
    if (typed[0] === '') return []
    let found = this.#documentsWith(typed[0])
    for (let i = 0; i < found.length; i++) this.#sums[found[i]] = this.#points[found[i]]
    this.#clear(found)
    for (const word of typed.slice(1)) {
      const others = this.#documentsWith(word)
      const both = found.filter((place) => this.#points[place] > 0)
      for (const place of both) this.#sums[place] += this.#points[place]
      this.#clear(others)
      found = both
    }
    const accepted = accepts === undefined ? found : found.filter((place) => accepts(this.#ids[place]))
    return this.#best(accepted, typed.length, count)
  }

  /** The `count` best of the documents found, best first; cheaper than to sort them all. */
  #best(found: Int32Array, words: number, count: number): NameMatch[] {
    const top: NameMatch[] = []
    let least = -Infinity
    for (let i = 0; i < found.length; i++) {
      const place = found[i]
      const score = this.#sums[place] / words + recencyPoints * this.#recency[place]
      if (score <= least) continue
      let at = top.length
      while (at > 0 && top[at - 1].score < score) at--
      top.splice(at, 0, { id: this.#ids[place], score })
      if (top.length > count) top.pop()
      if (top.length === count) least = top[count - 1].score
    }
    return top
  }

  /** Places of documents with a word, their points in `#points`. */
  #documentsWith(word: string): Int32Array {
    this.#foundCount = 0
    let left = mostPostings
    const take = (index: number, weight: number): void => {
      left -= this.#take(index, weight, left)
    }
    const from = lowerBound(this.#words, word)
    if (this.#words[from] === word) take(from, wholeWeight)
    for (let i = from; i < this.#words.length && this.#words[i].startsWith(word); i++) {
      if (left <= 0) break
      // The more of a word is typed, the likelier it is meant.
      if (this.#words[i] !== word) take(i, beginningWeight * (0.7 + (0.3 * word.length) / this.#words[i].length))
    }
    if (word.length >= leastInside) this.#takeInside(word, (i) => left > 0 && take(i, insideWeight))
    return this.#found.slice(0, this.#foundCount)
  }

  /** Gives the documents of a word their points; returns how many were looked at. */
  #take(index: number, weight: number, most: number): number {
    const postings = this.#postings
    const points = this.#points
    const start = this.#starts[index]
    const end = Math.min(this.#starts[index + 1], start + most)
    for (let at = start; at < end; at++) {
      const place = postings[at] >>> fieldBits
      const value = weight * fieldWeights[postings[at] & fieldMask]
      if (points[place] === 0) this.#found[this.#foundCount++] = place
      if (value > points[place]) points[place] = value
    }
    return end - start
  }

  #takeInside(word: string, take: (index: number) => void): void {
    for (let at = this.#text.indexOf(word, 1); at >= 0; at = this.#text.indexOf(word, at + 1)) {
      const index = upperBound(this.#places, at) - 1
      if (this.#places[index] !== at) take(index)
    }
  }

  #clear(places: Int32Array): void {
    for (let i = 0; i < places.length; i++) this.#points[places[i]] = 0
  }
}

interface Inverted {
  readonly words: readonly string[]
  readonly starts: Uint32Array
  readonly postings: Uint32Array
}

function* invert(documents: readonly NamedDocument[]): Steps<Inverted> {
  const idsByWord = new Map<string, number>()
  const pairs = yield* pairsOf(documents, idsByWord)
  const words = [...idsByWord.keys()].toSorted()
  const rankOf = new Uint32Array(words.length)
  for (const [rank, word] of words.entries()) rankOf[idsByWord.get(word) ?? 0] = rank
  const starts = new Uint32Array(words.length + 1)
  for (let i = 0; i < pairs.length; i += 2) starts[rankOf[pairs[i]] + 1]++
  for (let rank = 0; rank < words.length; rank++) starts[rank + 1] += starts[rank]
  const next = starts.slice()
  const postings = new Uint32Array(pairs.length / 2)
  // Best fields first: where a list is cut short, those are what is kept.
  for (let field = 0; field < fieldWeights.length; field++) {
    yield
    for (let i = 0; i < pairs.length; i += 2) {
      if ((pairs[i + 1] & fieldMask) === field) postings[next[rankOf[pairs[i]]]++] = pairs[i + 1]
    }
  }
  return { words, starts, postings }
}

/** For each word of each document, once: the word's number, and the posting. Numbers words as they come. */
function* pairsOf(documents: readonly NamedDocument[], idsByWord: Map<string, number>): Steps<number[]> {
  const pairs: number[] = []
  // Folders and people have many documents.
  const shared = new Map<string, readonly number[]>()
  const idsOf = (text: string): readonly number[] =>
    wordsOf(text).map((word) => {
      let id = idsByWord.get(word)
      if (id === undefined) idsByWord.set(word, (id = idsByWord.size))
      return id
    })
  const sharedIdsOf = (text: string): readonly number[] => {
    let ids = shared.get(text)
    if (ids === undefined) shared.set(text, (ids = idsOf(text)))
    return ids
  }
  for (const [place, { name, title, sender, folder, host }] of documents.entries()) {
    const seen = new Set<number>()
    const fields = [idsOf(name), idsOf(title), sharedIdsOf(sender), sharedIdsOf(folder), idsOf(host)]
    for (const [field, ids] of fields.entries()) {
      for (const id of ids) {
        if (seen.has(id)) continue
        seen.add(id)
        pairs.push(id, (place << fieldBits) | field)
      }
    }
    yield
  }
  return pairs
}

/** Where words are joined without a blank. */
const joints = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u
const allJoints = new RegExp(joints.source, 'gu')

/** 'budgetDraft2024.pdf': budgetdraft2024, budget, draft, 2024, pdf. */
function wordsOf(text: string): string[] {
  if (text === '') return []
  const spaced = text.replaceAll('_', ' ')
  const words = foldWords(spaced).slice(1).split(' ')
  const all = joints.test(spaced)
    ? [...words, ...foldWords(spaced.replaceAll(allJoints, ' ')).slice(1).split(' ')]
    : words
  return all.filter((word) => word !== '')
}

function recencyOf(documents: readonly NamedDocument[]): Float32Array {
  const order = [...documents.keys()].toSorted((a, b) => documents[a].dated - documents[b].dated)
  const recency = new Float32Array(documents.length)
  for (const [rank, place] of order.entries()) recency[place] = (rank + 1) / documents.length
  return recency
}

function placesOf(words: readonly string[]): Uint32Array {
  const places = new Uint32Array(words.length)
  let at = 1
  for (const [i, word] of words.entries()) {
    places[i] = at
    at += word.length + 1
  }
  return places
}

function lowerBound(words: readonly string[], word: string): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (words[middle] < word) low = middle + 1
    else high = middle
  }
  return low
}

/** The first place whose value is above `value`. */
function upperBound(values: Uint32Array, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}
