import type { Heading } from '../extracted.ts'
import { foldedLine } from './text.ts'

interface Line {
  readonly start: number
  readonly text: string
}

/**
 * Title and headings of reStructuredText. Levels are given to adornments in order of appearance, an over- and underlined
 * title being another style than an underlined one; the first title of the outermost style names the document.
 */
export function restructuredTextStructure(text: string): {
  readonly title: string
  readonly headings: readonly Heading[]
} {
  const headings = scanSections(text)
  return { title: pepTitle(text) || (headings.find((heading) => heading.level === 1)?.text ?? ''), headings }
}

/** Python's proposals name themselves in mail-like header lines. */
function pepTitle(text: string): string {
  if (!/^\ufeff?PEP: *\d/.test(text)) return ''
  return foldedLine(/^Title:[ \t]*(.+(?:\r?\n[ \t]+\S.*)*)/m.exec(text.slice(0, 4096))?.[1] ?? '')
}

function scanSections(text: string): Heading[] {
  const headings: Heading[] = []
  const styles: string[] = []
  let beforePrevious: Line = { start: 0, text: '' }
  let previous: Line = { start: 0, text: '' }
  for (let start = text.startsWith('\ufeff') ? 1 : 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    const line: Line = {
      start,
      text: isAdornmentStart(text.charCodeAt(start)) || end - start < 512 ? text.slice(start, end).trimEnd() : '…',
    }
    const style = previous.text === '' ? null : titleStyle(beforePrevious.text, previous.text, line.text)
    if (style !== null) {
      if (!styles.includes(style)) styles.push(style)
      const isOverlined = style.length === 2
      headings.push({
        level: Math.min(styles.indexOf(style) + 1, 6),
        text: titleText(previous.text),
        start: isOverlined ? beforePrevious.start : previous.start,
      })
      beforePrevious = previous = { start, text: '' }
      continue
    }
    beforePrevious = previous
    previous = line
  }
  return headings
}

/** The adornment character, twice when the title is overlined too; null when the three lines are no title. */
function titleStyle(above: string, title: string, below: string): string | null {
  if (!isAdornment(below) || isAdornment(title)) return null
  const isLongEnough = below.length >= 4 || below.length >= title.trim().length
  if (!isLongEnough) return null
  if (isAdornment(above) && above[0] === below[0]) return below[0] + below[0]
  const isBlockStart = above === '' || /^\s/.test(above)
  return isBlockStart && /^\S/.test(title) ? below[0] : null
}

function isAdornmentStart(code: number): boolean {
  return (code > 32 && code < 48) || (code > 57 && code < 65) || (code > 90 && code < 97) || (code > 122 && code < 127)
}

function isAdornment(line: string): boolean {
  if (line.length < 2 || !isAdornmentStart(line.charCodeAt(0))) return false
  for (let i = 1; i < line.length; i++) if (line.charCodeAt(i) !== line.charCodeAt(0)) return false
  return true
}

/** A title as a person reads it: roles and links by their words. */
function titleText(source: string): string {
  const plain = source
    .replace(/:[\w:+-]+:`~?([^`<]*?)(?: *<[^`>]*>)?`/g, '$1')
    .replace(/`([^`<]+?)(?: *<[^`>]*>)?`_{0,2}/g, '$1')
    .replace(/``?|\*\*/g, '')
  return foldedLine(plain)
}
