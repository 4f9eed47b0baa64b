import type { ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { markupParser } from './markup-parser.ts'
import { foldedLine } from './text.ts'

const blocks = new Set(
  'abstract para section note definition exercise problem solution example figure caption table list quote equation code glossary proof statement rule'.split(
    ' ',
  ),
)
/** Metadata that is about the file, not the subject. */
const dropped = new Set(
  'content-id uuid license actor roles created revised version language subjectlist keywordlist'.split(' '),
)

/**
 * Text of a CNXML module (OpenStax textbooks). The document's title is the level-1 heading and sections nest below it;
 * titles of notes, exercises and figures are lines, because nothing says where such a heading would end.
 */
export function extractCnxml(xml: string): ParsedText {
  const writer = new BlockWriter()
  const stack: string[] = []
  let isEmptyLink = false
  let sectionDepth = 0
  let droppedDepth = 0
  let title = ''
  let metadataTitle = ''
  const parser = markupParser(
    {
      onopentag(name, attributes) {
        const parent = stack.at(-1) ?? ''
        stack.push(name)
        const local = name.replace(/^md:/, '')
        if (dropped.has(local) || name === 'md:title') droppedDepth++
        if (droppedDepth > 0) return
        if (name === 'section') sectionDepth++
        if (isHeading(name, parent)) writer.beginHeading()
        else if (local === 'glossary') writeGlossaryHeading(writer)
        else openElement(writer, local, attributes)
        isEmptyLink = name === 'link'
      },
      onclosetag(name) {
        stack.pop()
        const parent = stack.at(-1) ?? ''
        const local = name.replace(/^md:/, '')
        if (dropped.has(local) || name === 'md:title') droppedDepth--
        else if (droppedDepth === 0 && isHeading(name, parent)) {
          const text = writer.endHeading(sectionDepth + 1)
          if (parent === 'document') title ||= text
        } else if (droppedDepth === 0) closeElement(writer, local, parent)
        // A reference whose words the publisher makes up ('Figure 2.1').
        if (isEmptyLink && droppedDepth === 0) writer.write('…')
        isEmptyLink = false
        if (name === 'section') sectionDepth--
      },
      ontext(text) {
        isEmptyLink = false
        if (stack.at(-1) === 'md:title') metadataTitle += text
        else if (droppedDepth > 0) return
        else if (stack.at(-1) === 'code') writer.writePreformatted(text)
        else writer.write(text)
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return {
    text: writer.toString(),
    headings: writer.headings,
    title: title || foldedLine(metadataTitle.toWellFormed()),
  }
}

function isHeading(name: string, parent: string): boolean {
  return name === 'title' && (parent === 'document' || parent === 'section')
}

function writeGlossaryHeading(writer: BlockWriter): void {
  writer.beginHeading()
  writer.write('Glossary')
  writer.endHeading(2)
}

function openElement(writer: BlockWriter, name: string, attributes: Readonly<Record<string, string>>): void {
  if (name === 'item') writer.beginItem()
  else if (name === 'row') writer.beginRow()
  else if (name === 'entry') writer.beginCell()
  else if (name === 'newline' || name === 'title') writer.breakLine()
  else if (name === 'footnote') writer.write(' (')
  else if (name === 'media' && attributes.alt) writeAlternative(writer, attributes.alt)
  else if (blocks.has(name)) writer.breakBlock()
}

function closeElement(writer: BlockWriter, name: string, parent: string): void {
  if (name === 'item') writer.endItem()
  else if (name === 'row') writer.endRow()
  else if (name === 'title') writer.breakLine()
  else if (name === 'term' && parent === 'definition') writer.write(': ')
  else if (name === 'footnote') writer.write(')')
  else if (blocks.has(name)) writer.breakBlock()
}

/** What a picture shows, in words: often the only text of a figure. */
function writeAlternative(writer: BlockWriter, alternative: string): void {
  writer.breakBlock()
  writer.write(alternative)
  writer.breakBlock()
}
