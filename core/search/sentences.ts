import { Recent } from '../recent.ts'

/** Longest snippet, in characters. */
export const snippetLength = 300

/** UTF-16 units of texts and their sentences. */
const mostKnown = 1 << 19
const known = new Recent<readonly string[]>({ most: mostKnown })

/** The sentences of a chunk as a person would read them: mark-up signs off, white space folded, headings left out. */
export function sentencesOf(text: string): readonly string[] {
  return known.of(
    text,
    () => sentencesIn(text),
    () => text.length,
  )
}

function sentencesIn(text: string): string[] {
  // Before anything is split: a comment may hold many sentences, and end beyond the chunk.
  const visible = text.includes('<!--') ? text.replaceAll(/<!--.*?(?:-->|\n\s*\n|$)/gsu, '\n\n') : text
  const body = split(visible.includes('# ') ? visible.replaceAll(/^#{1,6} .*$/gmu, '\n') : visible)
  return body.length > 0 ? body : split(visible)
}

function split(text: string): string[] {
  return text
    .split(/(?<=[.!?][)"'”’]?)\s+(?=[^\sa-z])|(?<=[。！？])|\n\s*\n|\n(?=\s*(?:[#>|*+-]|\d+\.)\s)/u)
    .map(readable)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
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

/** The best sentence and what fits of those after it, then of those before it. */
export function snippetAround(sentences: readonly string[], best: number): string {
  let text = shortened(sentences[best] ?? '', snippetLength)
  let next = best + 1
  for (; next < sentences.length && fits(text, sentences[next]); next++) text += ` ${sentences[next]}`
  if (text.length < leastLength && next < sentences.length) {
    return `${text} ${shortened(sentences[next], snippetLength - text.length - 1)}`
  }
  for (let i = best - 1; i >= 0 && fits(text, sentences[i]); i--) text = `${sentences[i]} ${text}`
  return text
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
