import { crc32 } from 'node:zlib'
import { headingPath } from '../../text/outline.ts'
import type { ExtractedText } from '../../text/extracted.ts'

/** A stretch of a document under one heading, or one mail: what pairs are made from. */
export interface Section {
  /** Where it is from: the first folders of its path, such as `prose/peps`. */
  readonly source: string
  /** Never trained on; validation uses only these. */
  readonly isHeldOut: boolean
  /** Title and headings, a mail's subject, or the lines that an answer quotes. */
  readonly header: string
  /** Paragraphs, each as its sentences. */
  readonly paragraphs: readonly (readonly string[])[]
  /** The header is what these paragraphs answer, quoted. */
  readonly isAnswer?: true
  /** Of a mail: its own name and the mail that it answers. */
  readonly id?: string
  readonly answers?: string
}

/** Files, threads and documents whose name hashes to 0 mod 10 are held out. */
export function isHeldOut(name: string): boolean {
  return crc32(name) % 10 === 0
}

/** Whether a source says what words mean: WordNet and its like, which `mine` reads from `texts/`. */
export function isReference(source: string): boolean {
  return source.startsWith('texts/')
}

/** What is told of a document beside its text. */
export type Origin = Pick<Section, 'source' | 'isHeldOut'>

/** The sections of a document in order, with each text under its title and heading path; those of few words are left out. */
export function sectionsOf({ text, title, headings, kind }: ExtractedText, origin: Origin): Section[] {
  const starts = headings.length > 0 && headings[0].start === 0 ? [] : [0]
  const cuts = [...starts, ...headings.map(({ start }) => start), text.length]
  const outline = { title, headings }
  const isMarked = kind === 'markdown' || kind === 'restructuredtext' || kind === 'org'
  return cuts.slice(0, -1).flatMap((start, i) => {
    const path = headingPath(outline, start)
    if (path[0] === title) path.shift()
    const lines = text.slice(start, cuts[i + 1])
    const body = headings.length > 0 && path.length > 0 ? lines.slice(lines.indexOf('\n') + 1) : lines
    const paragraphs = paragraphsOf(isMarked ? plain(body) : body)
    const header = plain([title, ...path].filter((part) => part !== '').join(' > '))
    return paragraphs.length === 0 ? [] : [{ ...origin, header, paragraphs }]
  })
}

/** Paragraphs as sentences; those without two words are left out. */
export function paragraphsOf(text: string): string[][] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => sentencesOf(paragraph.replaceAll(/\s+/g, ' ').trim()))
    .filter((sentences) => sentences.length > 0)
}

const SENTENCE_END = /(?<=[.!?…][)"'”’\]]{0,2}) +(?=[("'“‘[]?[\p{Lu}\p{N}])|(?<=[。！？])/u
/** Shorter ones say too little to find their paragraph by: they go with the one before. */
const SHORT_SENTENCE = 30
/** A table or code without an end of a sentence. */
const LONGEST_SENTENCE = 600

function sentencesOf(paragraph: string): string[] {
  if (!/\p{L}.*[^\p{L}].*\p{L}/u.test(paragraph)) return []
  const sentences: string[] = []
  for (const sentence of paragraph.split(SENTENCE_END)) {
    const last = sentences.at(-1)
    if (last !== undefined && (last.length < SHORT_SENTENCE || sentence.length < SHORT_SENTENCE)) {
      sentences[sentences.length - 1] = `${last} ${sentence}`
    } else {
      for (let at = 0; at < sentence.length; at += LONGEST_SENTENCE)
        sentences.push(sentence.slice(at, at + LONGEST_SENTENCE))
    }
  }
  return sentences
}

/** Markdown and its like without addresses, rules and comments: what a reader sees. */
function plain(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?-->/g, ' ')
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/\[([^\]\n]*)\]\[[^\]\n]*\]/g, '$1')
    .replaceAll(/https?:\/\/[^\s)>\]]+/g, ' ')
    .replaceAll(/<\/?[a-zA-Z][^>\n]{0,200}>/g, ' ')
    .replaceAll(/^[ \t]*(?:\|?[ \t]*:?-{3,}:?[ \t]*\|?)+[ \t]*$/gm, '')
}
