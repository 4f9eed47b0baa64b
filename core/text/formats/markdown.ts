import type { Heading, ParsedText } from '../extracted.ts'
import { readFrontMatter } from './front-matter.ts'
import { foldedLine } from './text.ts'

/** Title, headings and facts of a Markdown document: front matter title, else the first level-1 heading. Linear in the text. */
export function markdownStructure(text: string): Pick<ParsedText, 'title' | 'headings' | 'facts'> {
  const frontMatter = readFrontMatter(text)
  const { names, dated } = frontMatter
  const headings = scanHeadings(text, frontMatter.end || (text.startsWith('\ufeff') ? 1 : 0))
  const title = frontMatter.title || (headings.find((heading) => heading.level === 1)?.text ?? '')
  const facts = { ...(names.length > 0 && { names: names.join(' ') }), ...(dated !== undefined && { dated }) }
  return Object.keys(facts).length === 0 ? { title, headings } : { title, headings, facts }
}

const TAB = 9
const SPACE = 32
const HASH = 35
const DASH = 45
const LESS = 60
const EQUALS = 61
const BACKTICK = 96
const TILDE = 126

/**
 * ATX and setext headings outside fenced code, indented code and comments. A fence may be indented by any amount (it is
 * usually inside a list), and an unclosed one runs to the end, both as renderers do.
 */
function scanHeadings(text: string, from: number): Heading[] {
  const headings: Heading[] = []
  let paragraphStart = -1
  let fence: string | null = null
  for (let start = from, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    let first = start
    let char = text.charCodeAt(first)
    while (char === SPACE || char === TAB) char = text.charCodeAt(++first)
    if (fence !== null) {
      if (char === fence.charCodeAt(0) && closesFence(text.slice(first, end), fence)) fence = null
      continue
    }
    if (first >= end || char === 13) {
      paragraphStart = -1
      continue
    }
    if (char === BACKTICK || char === TILDE) {
      fence = openedFence(text.slice(first, end))
      if (fence !== null) {
        paragraphStart = -1
        continue
      }
    } else if (char === HASH && isShallow(text, start, first)) {
      const heading = atxHeading(text.slice(first, end), start)
      if (heading !== null) {
        headings.push(heading)
        paragraphStart = -1
        continue
      }
    } else if ((char === EQUALS || char === DASH) && isUnderline(text, first, end)) {
      const title =
        paragraphStart < 0 || !isShallow(text, start, first) ? '' : underlinedText(text.slice(paragraphStart, start))
      if (title !== '') headings.push({ level: char === EQUALS ? 1 : 2, text: title, start: paragraphStart })
      paragraphStart = -1
      continue
    } else if (char === LESS && text.startsWith('<!--', first)) {
      const close = text.indexOf('-->', first + 4)
      const resume = close < 0 ? text.length : text.indexOf('\n', close)
      end = resume < 0 ? text.length : resume
      continue
    }
    if (paragraphStart < 0 && isShallow(text, start, first) && !startsOtherBlock(text, first, end))
      paragraphStart = start
  }
  return headings
}

/** Indented by at most three columns; more is code. */
function isShallow(text: string, start: number, first: number): boolean {
  return first - start <= 3 && text.charCodeAt(start) !== TAB
}

function openedFence(line: string): string | null {
  const run = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(line)
  return run === null ? null : run[0]
}

function closesFence(line: string, fence: string): boolean {
  const rest = line.trimEnd()
  return rest.length >= fence.length && rest === fence[0].repeat(rest.length)
}

function isUnderline(text: string, first: number, end: number): boolean {
  const char = text.charCodeAt(first)
  let i = first
  while (i < end && text.charCodeAt(i) === char) i++
  while (i < end && text.charCodeAt(i) <= SPACE) i++
  return i === end
}

/** The paragraph above an underline; a long one was rather meant to be followed by a rule. */
function underlinedText(paragraph: string): string {
  return paragraph.length > 300 ? '' : headingText(paragraph)
}

/** Lists, quotes, tables and raw HTML: their lines are no paragraph that an underline could make a heading. */
function startsOtherBlock(text: string, first: number, end: number): boolean {
  const char = text[first]
  if (char === '>' || char === '|' || char === '<') return true
  return /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(text.slice(first, Math.min(end, first + 12)))
}

function atxHeading(line: string, start: number): Heading | null {
  let level = 1
  while (line.charCodeAt(level) === HASH) level++
  if (level > 6 || !(level === line.length || ' \t\r'.includes(line[level]))) return null
  const words = line.slice(level).trimEnd()
  const text = headingText(words.endsWith('#') ? words.replace(/(?:^|[ \t])#+$/, '') : words)
  return text === '' ? null : { level, text, start }
}

/** Signs without which a heading has no marks. */
const marks = /[[\]{}<*_`\\]/

/** A heading as a person reads it: links and images by their words, no emphasis marks, no `{#anchor}`. */
function headingText(source: string): string {
  const line = foldedLine(source, 1000)
  if (!marks.test(line)) return foldedLine(line)
  const plain = line
    .replace(/ ?\{[#:.][^{}]*\}$/, '')
    .replace(/!?\[\[(?:[^[\]|]*\|)?([^[\]|]*)\]\]/g, '$1')
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/(\*\*|__|`+)(\S(?:.*?\S)?)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(\S(?:.*?\S)?)\1(?![\w*])/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
  return foldedLine(plain)
}
