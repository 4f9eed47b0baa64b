/*
 * Documents by their names: files, titles and subjects, people, folders, hosts. In memory only, made from the catalogue; a
 * document costs about 60 bytes.
 *
 *   words     sorted, each once:   ann  anna  annual  budget …      found by beginning with two binary searches,
 *   text      the same, joined:    \nann\nanna\nannual\nbudget…     and inside words with one walk over the text
 *   postings  for each word the documents that have it: place * 8 + field, those of the best field first
 */
import { foldWords } from '../../catalogue/sql-functions.ts'

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
const fieldsAtMost = 8

/** How much of a word was typed: all of it, its beginning, something inside. */
const wholeWeight = 1
const beginningWeight = 0.7
const insideWeight = 0.35
/** Shorter pieces are in too many words. */
const leastInside = 3

/** Postings looked at for one typed word: one letter begins half of all. */
const mostPostings = 40_000
/** Points that the newest document has before the oldest of equals. */
const recencyPoints = 0.05

export interface NameMatch {
  readonly id: number
  readonly score: number
}

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
  /** Scratch: points of the word at hand, and of those before it. */
  readonly #points: Float32Array
  readonly #sums: Float32Array

  constructor(documents: readonly NamedDocument[]) {
    const { words, starts, postings } = invert(documents)
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
  }

  /** Documents whose names have all words of the query, or begin or have them inside; best first. */
  find(query: string, count: number): NameMatch[] {
    const typed = foldWords(query).trim().split(' ')
    if (typed[0] === '') return []
    let found = this.#documentsWith(typed[0])
    for (const place of found) this.#sums[place] = this.#points[place]
    this.#clear(found)
    for (const word of typed.slice(1)) {
      const others = this.#documentsWith(word)
      const both = found.filter((place) => this.#points[place] > 0)
      for (const place of both) this.#sums[place] += this.#points[place]
      this.#clear(others)
      found = both
    }
    const matches = found.map((place) => ({
      id: this.#ids[place],
      score: this.#sums[place] / typed.length + recencyPoints * this.#recency[place],
    }))
    return best(matches, count)
  }

  /** Places of documents with a word, their points in `#points`. */
  #documentsWith(word: string): number[] {
    const found: number[] = []
    let left = mostPostings
    const take = (index: number, weight: number): void => {
      const end = Math.min(this.#starts[index + 1], this.#starts[index] + left)
      for (let at = this.#starts[index]; at < end; at++) {
        const place = Math.floor(this.#postings[at] / fieldsAtMost)
        const points = weight * fieldWeights[this.#postings[at] % fieldsAtMost]
        if (this.#points[place] === 0) found.push(place)
        if (points > this.#points[place]) this.#points[place] = points
      }
      left -= end - this.#starts[index]
    }
    const from = lowerBound(this.#words, word)
    if (this.#words[from] === word) take(from, wholeWeight)
    for (let i = from; i < this.#words.length && this.#words[i].startsWith(word) && left > 0; i++) {
      // The more of a word is typed, the likelier it is meant.
      if (this.#words[i] !== word) take(i, beginningWeight * (0.7 + (0.3 * word.length) / this.#words[i].length))
    }
    if (word.length >= leastInside) this.#takeInside(word, (i) => left > 0 && take(i, insideWeight))
    return found
  }

  #takeInside(word: string, take: (index: number) => void): void {
    for (let at = this.#text.indexOf(word, 1); at >= 0; at = this.#text.indexOf(word, at + 1)) {
      const index = upperBound(this.#places, at) - 1
      if (this.#places[index] !== at) take(index)
    }
  }

  #clear(places: readonly number[]): void {
    for (const place of places) this.#points[place] = 0
  }
}

function invert(documents: readonly NamedDocument[]): {
  readonly words: readonly string[]
  readonly starts: Uint32Array
  readonly postings: Uint32Array
} {
  const lists = new Map<string, number[]>()
  for (const [place, { name, title, sender, folder, host }] of documents.entries()) {
    const seen = new Set<string>()
    for (const [field, text] of [name, title, sender, folder, host].entries()) {
      for (const word of wordsOf(text)) {
        if (seen.has(word)) continue
        seen.add(word)
        const list = lists.get(word)
        if (list === undefined) lists.set(word, [place * fieldsAtMost + field])
        else list.push(place * fieldsAtMost + field)
      }
    }
  }
  const words = [...lists.keys()].toSorted()
  const starts = new Uint32Array(words.length + 1)
  for (const [i, word] of words.entries()) starts[i + 1] = starts[i] + (lists.get(word)?.length ?? 0)
  const postings = new Uint32Array(starts[words.length])
  for (const [i, word] of words.entries()) {
    // Best fields first: where a list is cut short, those are what is kept.
    postings.set(
      (lists.get(word) ?? []).toSorted((a, b) => (a % fieldsAtMost) - (b % fieldsAtMost)),
      starts[i],
    )
  }
  return { words, starts, postings }
}

/** 'budgetDraft2024.pdf': budgetdraft2024, budget, draft, 2024, pdf. */
function wordsOf(text: string): string[] {
  if (text === '') return []
  const parted = text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})|_/gu, ' ')
  const words = foldWords(text.replaceAll('_', ' ')).trim().split(' ')
  return parted === text ? words : [...words, ...foldWords(parted).trim().split(' ')]
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

/** The `count` best, best first; cheaper than to sort them all. */
function best(matches: readonly NameMatch[], count: number): NameMatch[] {
  const top: NameMatch[] = []
  for (const match of matches) {
    if (top.length === count && match.score <= top[count - 1].score) continue
    let at = top.length
    while (at > 0 && top[at - 1].score < match.score) at--
    top.splice(at, 0, match)
    if (top.length > count) top.pop()
  }
  return top
}
