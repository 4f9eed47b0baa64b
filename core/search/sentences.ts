import { Recent } from '../recent.ts'

/** Longest snippet, in characters. */
export const snippetLength = 300

/** The sentences of a chunk as a person would read them: mark-up signs off, white space folded, headings left out. */
export function sentencesOf(text: string): readonly string[] {
  return sentencesIn(text)
}

/** UTF-16 units of texts and their sentences. */
const mostKnown = 1 << 19
const known = {
  prose: new Recent<readonly string[]>({ most: mostKnown }),
  code: new Recent<readonly string[]>({ most: mostKnown }),
}

/**
 * What a snippet is made of: the sentences; of what is no prose (a table, a list of names) and longer than a snippet, some lines each; of
 * code its lines, with every sign, since in code these are no mark-up.
 */
export function shownSentencesOf(text: string, isCode: boolean): readonly string[] {
  return known[isCode ? 'code' : 'prose'].of(
    text,
    () => (isCode ? codeIn(text) : sentencesIn(text, inLines)),
    () => text.length,
  )
}

function sentencesIn(text: string, divide = whole): string[] {
  // Before anything is split: a comment may hold many sentences, and end beyond the chunk.
  const visible = text.includes('<!--') ? text.replaceAll(/<!--.*?(?:-->|\n\s*\n|$)/gsu, '\n\n') : text
  const body = split(visible.includes('# ') ? visible.replaceAll(/^#{1,6} .*$/gmu, '\n') : visible, divide)
  return body.length > 0 ? body : split(visible, divide)
}

function split(text: string, divide: (sentence: string) => string[]): string[] {
  return text
    .split(/(?<=[.!?][)"'”’]?)\s+(?=[^\sa-z])|(?<=[。！？])|\n\s*\n|\n(?=\s*(?:[#>|*+-]|\d+\.)\s)/u)
    .flatMap((sentence) => divide(sentence))
    .map(readable)
    .filter(saysSomething)
}

function codeIn(text: string): string[] {
  return text
    .split(/\n\s*\n/u)
    .flatMap((block) => inLines(block, linesLength))
    .map((lines) => lines.replaceAll(/\s+/gu, ' ').trim())
    .filter(saysSomething)
}

function saysSomething(sentence: string): boolean {
  return /[\p{L}\p{N}]/u.test(sentence)
}

function whole(sentence: string): string[] {
  return [sentence]
}

/** Characters of lines that stand for a sentence: about what a row shows. */
const linesLength = 120

/** What is longer than `most` in groups of whole lines. */
function inLines(sentence: string, most = snippetLength): string[] {
  if (sentence.length <= most) return [sentence]
  const groups = ['']
  for (const line of sentence.split('\n')) {
    const last = groups.length - 1
    if (groups[last] !== '' && groups[last].length + line.length > linesLength) groups.push(line)
    else groups[last] += groups[last] === '' ? line : `\n${line}`
  }
  return groups
}

/**
 * Signs and tags of Markdown and reStructuredText say nothing in a snippet, nor do those around a comment in code. Most sentences have
 * none of them: a look for a sign costs a tenth of a replacement that finds nothing.
 */
function readable(text: string): string {
  let read = text
  if (text.includes('/')) read = read.replaceAll(/^\s*\/{2,3}!?(?=\s)|(?<!\S)(?:\/\*+!?(?!\S)|\*+\/(?![\w*]))/gmu, '')
  if (read.includes('<')) read = read.replaceAll(/<\/?[a-zA-Z][^>\n]*>/gu, '')
  if (/[#>*+-]|\d\./u.test(read)) read = read.replaceAll(/^\s*(?:#{1,6}|>|[*+-]|\d+\.)\s+/gmu, '')
  if (read.includes('[')) {
    read = read
      .replaceAll(/!?\[\[(?:[^\]|\n]*\|)?([^\]|\n]*)\]\]/gu, '$1')
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
  }
  if (/[`*_=~^"'-]/u.test(read)) read = read.replaceAll(/`{1,3}|\*\*|__|^[=~^"'-]{3,}$/gmu, '')
  // A blank stays as it is: most gaps are one.
  return read.replaceAll(/[^\S ]\s*| \s+/gu, ' ').trim()
}

/** A snippet, and where in it its best sentence is, in UTF-16 units. */
export interface Snippet {
  readonly text: string
  readonly best: { readonly start: number; readonly end: number }
}

/** The best sentence and what fits of those after it, then of those before it. */
export function snippetAround(sentences: readonly string[], best: number): Snippet {
  let text = shortened(sentences[best] ?? '', snippetLength)
  const { length } = text
  let next = best + 1
  for (; next < sentences.length && fits(text, sentences[next]); next++) text += ` ${sentences[next]}`
  if (text.length < leastLength && next < sentences.length) {
    text += ` ${shortened(sentences[next], snippetLength - text.length - 1)}`
    return { text, best: { start: 0, end: length } }
  }
  let start = 0
  for (let i = best - 1; i >= 0 && fits(text, sentences[i]); i--) {
    text = `${sentences[i]} ${text}`
    start += sentences[i].length + 1
  }
  return { text, best: { start, end: start + length } }
}

/** A shorter snippet (a heading alone) gets the beginning of the next sentence. */
const leastLength = 120

function fits(text: string, more: string): boolean {
  return text.length + 1 + more.length <= snippetLength
}

/** Cut between words where it is too long. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 40)).trimEnd()}…`
}
