import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { TokenBuffer } from '../token-buffer.ts'
import type { WordPieceTokenizer } from '../tokenizer.ts'
import { wordsOf, type WordCounts } from './vocabulary.ts'
import { isReference, type Section } from './sections.ts'

/** All sections as token ids: each text is there once, pairs are ranges of it. */
export interface Corpus {
  readonly tokens: Int32Array
  /** Where each sentence starts in `tokens`, and one more. A section's header is its first sentence. */
  readonly sentences: Int32Array
  /** Where each section starts in `sentences`, and one more. */
  readonly sections: Int32Array
  /** 1 for a sentence that begins a paragraph. */
  readonly beginsParagraph: Uint8Array
  /** The section that answers this one, or -1. */
  readonly answeredBy: Int32Array
  readonly isHeldOut: Uint8Array
  readonly source: Uint16Array
  readonly sources: readonly string[]
}

/** How many times a section counts, by its source. */
export type RepeatedSources = Readonly<Record<string, number>>

/** The sections that `mine` wrote. */
export async function* readSections(path: string): AsyncGenerator<Section> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    // Written by mine.ts from the same type.
    if (line !== '') yield JSON.parse(line) as Section
  }
}

/**
 * In how many sections each word stands, of those that may be trained on: what one text repeats a hundred times is its own name for something.
 * `reference`: the same of dictionaries and the like alone.
 */
export async function countWords(
  path: string,
  repeated: RepeatedSources,
): Promise<{ all: WordCounts; reference: WordCounts }> {
  const [all, reference]: WordCounts[] = [new Map(), new Map()]
  for await (const { source, isHeldOut, header, paragraphs } of readSections(path)) {
    if (isHeldOut) continue
    const words = new Set(wordsOf([header, ...paragraphs.flat()].join('\n')))
    for (const counts of isReference(source) ? [all, reference] : [all]) {
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + (repeated[source] ?? 1))
    }
  }
  return { all, reference }
}

/** Reads and tokenizes the sections. */
export async function readCorpus(path: string, tokenizer: WordPieceTokenizer): Promise<Corpus> {
  const tokens = new TokenBuffer(1 << 24)
  const [sentences, sections, source]: number[][] = [[], [], []]
  const [beginsParagraph, heldOut]: number[][] = [[], []]
  const sources = new Map<string, number>()
  const byId = new Map<string, number>()
  const replies: [section: number, answered: string][] = []
  for await (const section of readSections(path)) {
    const place = sections.length
    sections.push(sentences.length)
    heldOut.push(Number(section.isHeldOut))
    if (!sources.has(section.source)) sources.set(section.source, sources.size)
    source.push(sources.get(section.source) ?? 0)
    const add = (text: string, begins: number): void => {
      sentences.push(tokens.length)
      beginsParagraph.push(begins)
      tokenizer.encode(text, tokens)
    }
    add(section.header, 1)
    for (const paragraph of section.paragraphs) paragraph.forEach((sentence, i) => add(sentence, Number(i === 0)))
    if (section.id !== undefined && section.id !== '') byId.set(section.id, place)
    if (section.answers !== undefined && section.answers !== '') replies.push([place, section.answers])
  }
  sections.push(sentences.length)
  sentences.push(tokens.length)
  const answeredBy = new Int32Array(sections.length - 1).fill(-1)
  for (const [place, answered] of replies) {
    const question = byId.get(answered)
    // A thread is held out as a whole; two subjects in one thread could part them.
    if (question !== undefined && question !== place && heldOut[question] === heldOut[place])
      answeredBy[question] = place
  }
  return {
    tokens: tokens.ids.slice(0, tokens.length),
    sentences: Int32Array.from(sentences),
    sections: Int32Array.from(sections),
    beginsParagraph: Uint8Array.from(beginsParagraph),
    answeredBy,
    isHeldOut: Uint8Array.from(heldOut),
    source: Uint16Array.from(source),
    sources: [...sources.keys()],
  }
}
