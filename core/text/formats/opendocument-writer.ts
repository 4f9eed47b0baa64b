import { BlockWriter } from './block-writer.ts'
import type { Attributes } from './ooxml.ts'

/** Parts whose words are not the document's: deletions, comments, names of pictures, rules and index templates. */
const dropped = new Set(
  `text:tracked-changes office:annotation svg:title svg:desc text:ruby-text office:forms office:settings office:scripts
  office:styles office:automatic-styles office:master-styles office:meta presentation:date-time presentation:footer-decl
  presentation:date-time-decl text:page-number office:binary-data`.split(/\s+/),
)

/** Writes the elements of content.xml; foot- and endnotes go to a writer of their own. */
export class OpenDocumentWriter {
  readonly main = new BlockWriter()
  readonly #notes: BlockWriter
  /** Where words go: `main`, or the notes while inside one. */
  #writer: BlockWriter
  #droppedDepth = 0
  /** Open paragraphs and headings: words stand in them only. */
  #paragraphDepth = 0
  #titleDepth = 0
  #noteDepth = 0
  #itemDepth = 0
  #level: number[] = []

  constructor(notes: BlockWriter) {
    this.#notes = notes
    this.#writer = this.main
  }

  open(name: string, attributes: Attributes): void {
    if (dropped.has(name)) this.#droppedDepth++
    if (this.#droppedDepth > 0) return
    switch (name) {
      case 'text:note':
        this.#noteDepth++
        return
      case 'text:note-body':
        this.#writer = this.#notes
        this.#writer.breakBlock()
        return
      case 'text:h':
        this.#beginParagraph(headingLevel(attributes))
        return
      case 'text:p':
        this.#beginParagraph(this.#titleDepth > 0 ? 1 : 0)
        return
      case 'table:table':
        this.#beginTable(attributes)
        return
      case 'draw:frame':
        if (this.#titleDepth > 0 || attributes['presentation:class'] === 'title') this.#titleDepth++
        return
      default:
        this.#mark(name, attributes)
    }
  }

  close(name: string): void {
    if (dropped.has(name)) {
      this.#droppedDepth--
      return
    }
    if (this.#droppedDepth > 0) return
    if (name === 'text:h' || name === 'text:p') this.#endParagraph()
    else if (name === 'text:note-body') this.#writer = this.main
    else if (name === 'text:note') this.#noteDepth--
    else if (name === 'draw:frame' && this.#titleDepth > 0) this.#titleDepth--
    else if (name === 'text:list-item') {
      this.#itemDepth--
      this.#writer.endItem()
    } else if (name === 'table:table-row') this.#writer.endRow()
    else if (name === 'table:table' || (name === 'text:list' && this.#itemDepth === 0)) this.#writer.breakBlock()
  }

  text(text: string): void {
    // Outside the body of a note stands its number.
    const isNoteMark = this.#noteDepth > 0 && this.#writer === this.main
    if (this.#paragraphDepth > 0 && this.#droppedDepth === 0 && !isNoteMark) this.#writer.write(text)
  }

  #beginParagraph(level: number): void {
    // Inside another (a text frame anchored in it) or a note it is no heading.
    const isHeading = level > 0 && this.#paragraphDepth === 0 && this.#writer === this.main
    this.#level.push(isHeading ? level : 0)
    this.#paragraphDepth++
    if (isHeading) this.#writer.beginHeading()
    else this.#breakParagraph()
  }

  #endParagraph(): void {
    this.#paragraphDepth--
    const level = this.#level.pop() ?? 0
    if (level > 0) this.#writer.endHeading(level)
    else this.#breakParagraph()
  }

  /** Items of a list are lines. */
  #breakParagraph(): void {
    if (this.#itemDepth > 0) this.#writer.breakLine()
    else this.#writer.breakBlock()
  }

  /** A sheet's name is its heading; tables in texts have names that a program gave them. */
  #beginTable(attributes: Attributes): void {
    this.#writer.breakBlock()
    if (!this.#isSpreadsheet) return
    this.#writer.beginHeading()
    this.#writer.write(attributes['table:name'] ?? '')
    this.#writer.endHeading(1)
  }

  #isSpreadsheet = false

  #mark(name: string, attributes: Attributes): void {
    const writer = this.#writer
    if (name === 'office:spreadsheet') this.#isSpreadsheet = true
    else if (name === 'text:tab') writer.write(' ')
    else if (name === 'text:s') writer.write(' ')
    else if (name === 'text:line-break') writer.breakLine(true)
    else if (name === 'text:list-item') {
      this.#itemDepth++
      writer.beginItem()
    } else if (name === 'table:table-row') writer.beginRow()
    else if (name === 'table:table-cell') writer.beginCell()
    else if (name === 'presentation:notes') writer.breakBlock()
    else if (name === 'office:document' && attributes['office:mimetype']?.includes('spreadsheet'))
      this.#isSpreadsheet = true
  }
}

function headingLevel(attributes: Attributes): number {
  // OpenOffice 1 wrote `text:level`.
  const level = Number(attributes['text:outline-level'] ?? attributes['text:level'] ?? 1)
  return Number.isInteger(level) && level > 0 ? level : 1
}
