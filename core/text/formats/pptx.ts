import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { roleOf, type ShapeRole, writeDrawing } from './drawing.ts'
import { joinTexts, PAGE_BREAK } from './joined-text.ts'
import { firstTitle } from './titles.ts'
import { type Attributes, coreTitle, mainPart, parseXml, type Relationship, relationshipsOf } from './ooxml.ts'
import { localName } from './xml.ts'
import { unzip } from './zip.ts'
import { say } from '../../sayings/say.ts'

const wanted =
  /^(?:_rels|docProps|ppt)\/(?!.*(?:media|theme|slideMaster|slideLayout|embeddings|fonts)).*\.(?:xml|rels)$/i

type Parts = Readonly<Record<string, Uint8Array>>

/**
 * Text of a presentation: slides in order, apart by a form feed, each with its title as a heading, then its shapes, diagrams and
 * comments, then the speaker's notes.
 */
export function extractPptx(bytes: Uint8Array): ParsedText {
  const parts = unzip(bytes, (name) => wanted.test(name))
  const main = mainPart(parts, 'ppt/presentation.xml')
  const slides = slideParts(parts, main).map((name) => readSlide(parts, name))
  if (!slides.some(({ text }) => text !== '')) throw new ExtractError('no-text', say('file.slidesNoText'))
  const { text, headings } = joinTexts(slides, PAGE_BREAK)
  return { text: text.trimEnd(), headings, title: coreTitle(parts) || firstTitle(headings) }
}

/** Names of the slides' parts in the order in which they are shown. */
function slideParts(parts: Parts, main: string): string[] {
  const targets = new Map(relationshipsOf(parts, main).map(({ id, target }) => [id, target]))
  const slides: string[] = []
  // With prefixes: a slide has an `id` and an `r:id`.
  const open = (name: string, attributes: Attributes): void => {
    if (localName(name) !== 'sldId') return
    const key = Object.keys(attributes).find((attribute) => attribute.endsWith(':id')) ?? ''
    slides.push(targets.get(attributes[key] ?? '') ?? '')
  }
  parseXml(parts[main], { open }, { prefixes: 'kept' })
  return slides.filter((name) => parts[name] !== undefined)
}

function readSlide(parts: Parts, name: string): { readonly text: string; readonly headings: readonly Heading[] } {
  const writer = new BlockWriter()
  writeShapes(parts[name], 'title', writer)
  writeShapes(parts[name], 'body', writer)
  const related = relationshipsOf(parts, name).filter(({ target }) => parts[target] !== undefined)
  for (const { target } of related.filter(isDrawing)) writeDrawing(parts[target], writer)
  for (const { target } of related.filter(({ type }) => type === 'notesSlide')) {
    writer.breakBlock()
    writeShapes(parts[target], 'body', writer)
  }
  return { text: writer.toString(), headings: writer.headings }
}

function isDrawing({ type }: Relationship): boolean {
  return type === 'chart' || type === 'diagramData' || type === 'comments'
}

/** Writes the shapes of one role. Titles come first wherever they were drawn, so a slide is gone through twice. */
function writeShapes(bytes: Uint8Array, wantedRole: ShapeRole, writer: BlockWriter): void {
  const shapes: ShapeRole[] = []
  let textDepth = 0
  let skippedDepth = 0
  const isWanted = (): boolean => (shapes.at(-1) ?? 'body') === wantedRole
  parseXml(bytes, {
    open(name, attributes) {
      // A slide's own number, and the copy of a shape for older readers.
      if ((name === 'fld' && attributes.type === 'slidenum') || name === 'Fallback') skippedDepth++
      else if (name === 'sp') shapes.push('body')
      else if (name === 'ph' && shapes.length > 0) shapes[shapes.length - 1] = roleOf(attributes)
      if (!isWanted() || skippedDepth > 0) return
      if (name === 't') textDepth++
      else if (name === 'txBody' && wantedRole === 'title') writer.beginHeading()
      else if (name === 'txBody') writer.breakBlock()
      else if (name === 'tbl') writer.breakBlock()
      else if (name === 'tr') writer.beginRow()
      else if (name === 'tc') writer.beginCell()
      else if (name === 'p' || name === 'br') breakParagraph(wantedRole, writer)
    },
    close(name) {
      if (name === 'Fallback' || (name === 'fld' && skippedDepth > 0)) skippedDepth--
      else if (isWanted() && skippedDepth === 0) {
        if (name === 't') textDepth--
        else if (name === 'txBody' && wantedRole === 'title') writer.endHeading(1)
        else if (name === 'tr') writer.endRow()
        else if (name === 'tbl' || name === 'txBody') writer.breakBlock()
      }
      if (name === 'sp') shapes.pop()
    },
    text: (text) => textDepth > 0 && writer.write(text),
  })
}

/** A title of two paragraphs is one line. */
function breakParagraph(role: ShapeRole, writer: BlockWriter): void {
  if (role === 'title') writer.write(' ')
  else writer.breakLine()
}
