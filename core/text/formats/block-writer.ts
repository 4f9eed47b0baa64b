import { ExtractError, type Heading } from '../extracted.ts'
import { foldedLine, isFolded } from './text.ts'
import { say } from '../../sayings/say.ts'

const CELL_MARK = ' | '
/** UTF-16 units: more than any document that a person wrote, and less than a thread's memory. */
const MOST_LENGTH = 64 * 1024 * 1024

/**
 * Collects the text of a parsed document: white space folded, blocks apart by at most one blank line, no trailing spaces.
 * Breaks and separators are owed, not written, until the next word comes; so nothing has to be trimmed afterwards.
 */
export class BlockWriter {
  readonly headings: Heading[] = []
  #text = ''
  /** Line ends owed before the next word: 2 leaves a blank line. */
  #owedBreaks = 0
  #owedSpace = false
  /** List marker or cell separator owed. */
  #owedMark = ''
  /** At the beginning of an item or a cell breaks are ignored, so that `<li><p>` stays on the marker's line. */
  #ignoresBreaks = false
  #rowHasWords = false
  #cellHasWords = false
  #cellHasLines = false
  #headingStart = -1
  /** The heading's words, gathered apart: looking back into `#text` would copy all of it each time. */
  #headingText = ''

  /** Text in which white space has no meaning. */
  write(text: string): void {
    const folded = isFolded(text) ? text : text.replace(/[\s\p{Cc}]+/gu, ' ')
    if (folded === '' || folded === ' ') {
      this.#owedSpace ||= folded === ' '
      return
    }
    const startsWithSpace = folded.charCodeAt(0) === 32
    const endsWithSpace = folded.charCodeAt(folded.length - 1) === 32
    this.#append(folded.slice(startsWithSpace ? 1 : 0, endsWithSpace ? -1 : undefined), startsWithSpace)
    this.#owedSpace = endsWithSpace
  }

  /** Text whose line ends and inner spaces have a meaning. */
  writePreformatted(text: string): void {
    const lines = text.replace(/(?![\t\n\r])\p{Cc}/gu, '').split(/\r\n?|\n/)
    lines.forEach((line, i) => {
      if (i > 0) this.breakLine(true)
      const trimmed = line.trimEnd()
      if (trimmed !== '') this.#append(trimmed, false)
      this.#owedSpace ||= trimmed.length < line.length
    })
  }

  /** The next word begins a line. `isCounted`: two in a row make a blank line, as `<br><br>` does. */
  breakLine(isCounted = false): void {
    if (this.#ignoresBreaks) return
    this.#owedBreaks = isCounted ? Math.min(2, this.#owedBreaks + 1) : Math.max(1, this.#owedBreaks)
  }

  /** The next word begins a line after a blank one. */
  breakBlock(): void {
    if (!this.#ignoresBreaks) this.#owedBreaks = 2
  }

  beginItem(): void {
    this.#dropMark()
    this.breakLine()
    this.#owedMark = '- '
    this.#ignoresBreaks = true
  }

  endItem(): void {
    this.#dropMark()
    this.breakLine()
  }

  beginRow(): void {
    this.#dropMark()
    this.breakLine()
    this.#rowHasWords = false
  }

  /** Cells of a row share a line unless one has lines of its own, as in tables that are only there for the layout. */
  beginCell(): void {
    this.#dropMark()
    if (this.#rowHasWords && !this.#cellHasLines) {
      this.#owedBreaks = 0
      this.#owedMark = CELL_MARK
    } else this.breakLine()
    this.#ignoresBreaks = true
    this.#cellHasWords = false
    this.#cellHasLines = false
  }

  endRow(): void {
    this.#dropMark()
    // The last cell's paragraphs are no reason for a blank line between rows.
    if (this.#rowHasWords) this.#owedBreaks = 1
    this.#rowHasWords = false
  }

  beginHeading(): void {
    this.#dropMark()
    this.breakBlock()
    this.#headingStart = this.#text === '' ? 0 : this.#text.length + this.#owedBreaks
    this.#headingText = ''
  }

  /** Ends the heading begun last; one without words leaves no trace. Answers its text. */
  endHeading(level: number): string {
    const start = this.#headingStart
    this.#headingStart = -1
    const text = start < 0 ? '' : foldedLine(this.#headingText.toWellFormed())
    if (text !== '') this.headings.push({ level: Math.min(Math.max(level, 1), 6), text, start })
    this.breakBlock()
    return text
  }

  /** UTF-16 units written so far. */
  get length(): number {
    return this.#text.length
  }

  /** The text so far, and for good: lone surrogates replaced (one for one, so offsets hold). */
  toString(): string {
    return this.#text.toWellFormed()
  }

  #append(words: string, startsWithSpace: boolean): void {
    const before = this.#owed(startsWithSpace)
    this.#text += before + words
    if (this.#text.length > MOST_LENGTH)
      throw new ExtractError('too-large', say('file.tooMuchText', { limit: MOST_LENGTH }))
    if (this.#headingStart >= 0) this.#headingText += before + words
    this.#cellHasLines ||= this.#cellHasWords && this.#owedBreaks > 0
    this.#cellHasWords = true
    this.#rowHasWords = true
    this.#owedBreaks = 0
    this.#owedMark = ''
    this.#owedSpace = false
    this.#ignoresBreaks = false
  }

  /** For what begins a line of its own whatever was owed. */
  #dropMark(): void {
    if (this.#owedMark === CELL_MARK) this.#owedBreaks = 1
    this.#owedMark = ''
    this.#ignoresBreaks = false
  }

  /** What has to stand before the next word. */
  #owed(startsWithSpace: boolean): string {
    if (this.#text === '') return this.#owedMark
    if (this.#owedBreaks > 0) return (this.#owedBreaks === 1 ? '\n' : '\n\n') + this.#owedMark
    return this.#owedMark === '' && (this.#owedSpace || startsWithSpace) ? ' ' : this.#owedMark
  }
}
