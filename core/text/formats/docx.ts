import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { type DocxStyles, readStyles } from './docx-styles.ts'
import { firstTitle } from './titles.ts'
import { coreTitle, mainPart, parseXml } from './ooxml.ts'
import { foldedLine } from './text.ts'
import { unzip } from './zip.ts'
import { say } from '../../sayings/say.ts'

const wanted = /^(?:_rels\/\.rels|docProps\/core\.xml|word\/(?:document\d*|styles\d*|footnotes\d*|endnotes\d*)\.xml)$/i

/**
 * Text of a Word document: paragraphs, lists, tables, then foot- and endnotes. Deleted (tracked) text and field codes are
 * left out. The title is the metadata's, else the paragraph in the Title style, else the first level-1 heading.
 */
export function extractDocx(bytes: Uint8Array): ParsedText {
  const entries = unzip(bytes, (name) => wanted.test(name))
  const main = mainPart(entries, 'word/document.xml')
  const styles = readStyles(entries[main.replace(/document(\d*)\.xml$/, 'styles$1.xml')] ?? entries['word/styles.xml'])
  const writer = new BlockWriter()
  const body = writeStory(entries[main], styles, writer)
  for (const name of Object.keys(entries).toSorted()) {
    if (/(?:footnotes|endnotes)\d*\.xml$/.test(name)) writeStory(entries[name], styles, writer)
  }
  const text = writer.toString()
  if (text === '') throw new ExtractError('no-text', say('file.noText'))
  return {
    text,
    headings: writer.headings,
    title: coreTitle(entries) || body.title || firstTitle(writer.headings),
  }
}

/** What a paragraph says about itself before its words. */
interface Paragraph {
  style: string
  outlineLevel: number | null
  isListItem: boolean
  isBegun: boolean
}

/** Parts without text of their own: tracked deletions, copies for older readers, and the separators between notes. */
const dropped = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delText', 'binData'])

/** Writes the paragraphs of one part; answers the text of the first paragraph in the Title style. */
function writeStory(bytes: Uint8Array, styles: DocxStyles, writer: BlockWriter): { readonly title: string } {
  const paragraphs: Paragraph[] = []
  let droppedDepth = 0
  let propertiesDepth = 0
  let textDepth = 0
  let title = ''
  let titleText: string | null = null

  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (isDropped(name, attributes)) droppedDepth++
    if (droppedDepth > 0) return
    const paragraph = paragraphs.at(-1)
    if (propertiesDepth > 0) readProperty(name, attributes, paragraph)
    if (name === 'pPr') propertiesDepth++
    if (propertiesDepth > 0) return
    if (name === 'p') {
      if (paragraph !== undefined) begin(paragraph)
      paragraphs.push({ style: '', outlineLevel: null, isListItem: false, isBegun: false })
    } else if (name === 't') textDepth++
    else writeMark(name, attributes, writer)
  }
  const close = (name: string, attributes: Readonly<Record<string, string>>): void => {
    const isDroppedHere = droppedDepth > 0
    if (isDropped(name, attributes)) droppedDepth--
    if (isDroppedHere) return
    if (name === 'pPr') propertiesDepth--
    else if (name === 't') textDepth = Math.max(0, textDepth - 1)
    else if (name === 'tr') writer.endRow()
    else if (name === 'tbl') writer.breakBlock()
    else if (name === 'p') end(paragraphs.pop())
  }
  const begin = (paragraph: Paragraph): void => {
    if (paragraph.isBegun) return
    paragraph.isBegun = true
    if (levelOf(paragraph, styles) !== null) writer.beginHeading()
    else if (paragraph.isListItem) writer.beginItem()
    else writer.breakBlock()
    if (title === '' && styles.isTitle(paragraph.style)) titleText = ''
  }
  const end = (paragraph: Paragraph | undefined): void => {
    if (paragraph === undefined || !paragraph.isBegun) return
    const level = levelOf(paragraph, styles)
    if (level !== null) writer.endHeading(level)
    else if (paragraph.isListItem) writer.endItem()
    else writer.breakBlock()
    title ||= foldedLine(titleText ?? '')
    titleText = null
  }
  const text = (words: string): void => {
    if (textDepth === 0 || droppedDepth > 0) return
    const paragraph = paragraphs.at(-1)
    if (paragraph !== undefined) begin(paragraph)
    writer.write(words)
    if (titleText !== null) titleText += words
  }
  parseXml(bytes, { open, close, text })
  return { title: title.toWellFormed() }
}

function isDropped(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return dropped.has(name) || ((name === 'footnote' || name === 'endnote') && attributes.type !== undefined)
}

function levelOf(paragraph: Paragraph, styles: DocxStyles): number | null {
  const level = paragraph.outlineLevel ?? styles.outlineLevel(paragraph.style)
  return level === null || level > 8 ? null : level + 1
}

function readProperty(
  name: string,
  attributes: Readonly<Record<string, string>>,
  paragraph: Paragraph | undefined,
): void {
  if (paragraph === undefined) return
  if (name === 'pStyle') paragraph.style = attributes.val ?? ''
  else if (name === 'outlineLvl') paragraph.outlineLevel = Number(attributes.val ?? 9)
  else if (name === 'numId') paragraph.isListItem = attributes.val !== '0'
}

function writeMark(name: string, attributes: Readonly<Record<string, string>>, writer: BlockWriter): void {
  if (name === 'tab' || name === 'ptab') writer.write(' ')
  else if (name === 'br' && attributes.type === undefined) writer.breakLine(true)
  else if (name === 'br' || name === 'cr') writer.breakLine()
  else if (name === 'noBreakHyphen') writer.write('-')
  else if (name === 'tbl') writer.breakBlock()
  else if (name === 'tr') writer.beginRow()
  else if (name === 'tc') writer.beginCell()
}
