import type { Corpus } from './corpus.ts'

/** What kind of question a pair poses; the name says what is sought by what. */
export type PairKind = 'header' | 'sentence' | 'neighbour' | 'answer' | 'words' | 'views' | 'question'

export const pairKinds: readonly PairKind[] = [
  'header',
  'sentence',
  'neighbour',
  'answer',
  'words',
  'views',
  'question',
]

/** Two texts that belong together, as token ids. */
export interface Pair {
  readonly kind: PairKind
  readonly query: readonly number[]
  readonly passage: readonly number[]
}

export interface PairOptions {
  /** How often each kind is drawn where the text allows it. */
  readonly weights: Readonly<Record<PairKind, number>>
  /** Tokens of the longest passage. */
  readonly longest: number
  /** How often a sentence is left in the passage that it is sought by: words in common count. */
  readonly keptSentences: number
  /** How often a passage has its header in front, as chunks have in the app. */
  readonly headers: number
  /** How often a token is left out, in all texts alike: no word may rely on its neighbours. */
  readonly dropped: number
  /** How often a query is one of these and a few words of the passage: "what was", "how many". Token ids; none: no questions. */
  readonly openings: readonly (readonly number[])[]
}

export const pairDefaults: PairOptions = {
  weights: { header: 1, sentence: 1, neighbour: 0.25, answer: 1, words: 0.25, views: 0.25, question: 0.5 },
  longest: 160,
  keptSentences: 0.15,
  headers: 0.5,
  dropped: 0,
  openings: [],
}

/** Where a pair is drawn: a run of sentences of about a chunk's length. */
export interface Anchor {
  readonly section: number
  /** First sentence, and the one behind the last. */
  readonly start: number
  readonly end: number
}

/** Tokens after which a new anchor begins: about a chunk. */
const ANCHOR_TOKENS = 150
/** Fewer say too little. */
const MIN_TOKENS = 8

/** The stretches of a chunk's length of all sections that `isWanted` lets through. */
export function anchorsOf(corpus: Corpus, isWanted: (section: number) => boolean): Anchor[] {
  const { sections, sentences } = corpus
  const anchors: Anchor[] = []
  for (let section = 0; section < sections.length - 1; section++) {
    if (!isWanted(section)) continue
    const last = sections[section + 1]
    let start = sections[section] + 1
    for (let end = start + 1; end <= last; end++) {
      if (end < last && sentences[end] - sentences[start] < ANCHOR_TOKENS) continue
      if (sentences[end] - sentences[start] >= MIN_TOKENS) anchors.push({ section, start, end })
      start = end
    }
  }
  return anchors
}

/** Draws pairs; the same numbers from `random` give the same pairs. */
export class PairSampler {
  readonly #corpus: Corpus
  readonly #options: PairOptions
  readonly #random: () => number

  constructor(corpus: Corpus, options: PairOptions, random: () => number) {
    this.#corpus = corpus
    this.#options = options
    this.#random = random
  }

  /** A pair of a kind that the text allows, or null where it allows none. */
  draw(anchor: Anchor): Pair | null {
    // Taken by a trial that is gone. Without it every batch would be another, and the shipped table could not be made again.
    this.#random()
    const kinds = pairKinds.filter((kind) => this.allows(kind, anchor))
    const weights = kinds.map((kind) => this.#options.weights[kind] * this.#share(kind, anchor))
    let at = this.#random() * weights.reduce((sum, weight) => sum + weight, 0)
    const kind = kinds.find((_, i) => (at -= weights[i]) < 0)
    return kind === undefined ? null : this.make(kind, anchor)
  }

  /** A pair of this kind; null where the text turns out to have too few tokens. */
  make(kind: PairKind, anchor: Anchor): Pair | null {
    const pair = this.#make(kind, anchor)
    if (pair === null || pair[0].length === 0 || pair[1].length < MIN_TOKENS / 2) return null
    const [query, passage] = pair.map((tokens) => this.#thin(tokens).slice(0, this.#options.longest))
    return { kind, query, passage }
  }

  #thin(tokens: number[]): number[] {
    const { dropped } = this.#options
    if (dropped === 0 || tokens.length < MIN_TOKENS / 2) return tokens
    const kept = tokens.filter(() => this.#random() >= dropped)
    return kept.length === 0 ? tokens : kept
  }

  /** Whether the text can give a pair of this kind. */
  allows(kind: PairKind, { section, start, end }: Anchor): boolean {
    const { sections, answeredBy, sentences } = this.#corpus
    switch (kind) {
      case 'header':
        return sentences[sections[section] + 1] - sentences[sections[section]] > 0
      case 'sentence':
      case 'views':
        return end - start > 1
      case 'neighbour':
        return end < sections[section + 1]
      case 'answer':
        return answeredBy[section] >= 0
      case 'words':
        return sentences[end] - sentences[start] >= 30
      case 'question':
        return this.#options.openings.length > 0 && sentences[end] - sentences[start] >= 30
    }
  }

  /** A header says the less about a stretch, the more stretches are under it. */
  #share(kind: PairKind, { section }: Anchor): number {
    if (kind !== 'header') return 1
    const { sections, sentences } = this.#corpus
    return Math.min(1, (3 * ANCHOR_TOKENS) / (sentences[sections[section + 1]] - sentences[sections[section]]))
  }

  #make(kind: PairKind, anchor: Anchor): [query: number[], passage: number[]] | null {
    const { sections, answeredBy } = this.#corpus
    switch (kind) {
      case 'header':
        return [this.#header(anchor.section), this.#range(anchor.start, anchor.end)]
      case 'sentence':
        return this.#sentencePair(anchor)
      case 'views':
        return this.#views(anchor)
      case 'neighbour': {
        const end = Math.min(sections[anchor.section + 1], anchor.end + (anchor.end - anchor.start))
        return [this.#range(anchor.start, anchor.end), this.#range(anchor.end, end)]
      }
      case 'answer': {
        const reply = answeredBy[anchor.section]
        return [this.#range(anchor.start, anchor.end), this.#range(sections[reply] + 1, sections[reply + 1])]
      }
      case 'words':
        return this.#wordsPair(anchor)
      case 'question':
        return this.#questionPair(anchor)
    }
  }

  /** The stretch's tokens, without its header. */
  textOf({ start, end }: Anchor): number[] {
    return this.#range(start, end).slice(0, this.#options.longest)
  }

  #sentencePair(anchor: Anchor): [number[], number[]] {
    const { start, end } = anchor
    const chosen = start + Math.floor(this.#random() * (end - start))
    const query = this.#range(chosen, chosen + 1)
    if (this.#random() < this.#options.keptSentences) return [query, this.#passage(anchor)]
    return [query, [...this.#headed(anchor.section), ...this.#range(start, chosen), ...this.#range(chosen + 1, end)]]
  }

  /** Half of the sentences, and the other half. */
  #views({ start, end }: Anchor): [number[], number[]] {
    const halves: [number[], number[]] = [[], []]
    for (let sentence = start; sentence < end; sentence++) {
      const first = sentence === start ? 0 : sentence === start + 1 ? 1 : Math.floor(this.#random() * 2)
      halves[first].push(...this.#range(sentence, sentence + 1))
    }
    return halves
  }

  /** A few tokens of the passage in any order, as people type what they remember of it. */
  #wordsPair(anchor: Anchor): [number[], number[]] {
    const passage = this.#range(anchor.start, anchor.end)
    const count = 3 + Math.floor(this.#random() * 6)
    const query = Array.from({ length: count }, () => passage[Math.floor(this.#random() * passage.length)])
    return [query, this.#passage(anchor)]
  }

  /** What one might ask who remembers a part of a sentence: the rest of it is the answer. */
  #questionPair(anchor: Anchor): [number[], number[]] {
    const { openings } = this.#options
    const sentence = anchor.start + Math.floor(this.#random() * (anchor.end - anchor.start))
    const words = this.#range(sentence, sentence + 1)
    const length = Math.ceil(words.length * (0.3 + 0.4 * this.#random()))
    const from = Math.floor(this.#random() * (words.length - length + 1))
    const opening = openings[Math.floor(this.#random() * openings.length)]
    return [[...opening, ...words.slice(from, from + length)], this.#passage(anchor)]
  }

  #passage({ section, start, end }: Anchor): number[] {
    return [...this.#headed(section), ...this.#range(start, end)]
  }

  #headed(section: number): number[] {
    return this.#random() < this.#options.headers ? this.#header(section) : []
  }

  #header(section: number): number[] {
    const start = this.#corpus.sections[section]
    return this.#range(start, start + 1)
  }

  /** The tokens of sentences [start, end). */
  #range(start: number, end: number): number[] {
    const { tokens, sentences } = this.#corpus
    return Array.from(tokens.subarray(sentences[start], sentences[end]))
  }
}
