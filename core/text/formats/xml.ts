import type { ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { extractCnxml } from './cnxml.ts'
import { declaredCharset, extractHtmlText } from './html.ts'
import { markupParser } from './markup-parser.ts'
import { decodeText, foldedLine } from './text.ts'

/** Text of an XML document: CNXML and XHTML by their own rules, anything else by `extractGenericXml`. */
export function extractXml(bytes: Uint8Array): ParsedText {
  const xml = decodeText(bytes, declaredCharset(bytes)).text
  const head = xml.slice(0, 4096)
  if (head.includes('http://cnx.rice.edu/cnxml')) return extractCnxml(xml)
  if (/<html[\s>]/.test(head)) return extractHtmlText(xml)
  return extractGenericXml(xml)
}

/** Elements that hold a `title` (DocBook, JATS, DITA) or `head` (TEI) and nest. */
const sections = new Set(
  'book part chapter appendix preface article section sect1 sect2 sect3 sect4 sect5 sec topic div'.split(' '),
)

interface Frame {
  readonly name: string
  readonly isInline: boolean
  hasWords: boolean
}

/**
 * Text of XML in an unknown vocabulary. An element that comes after words of its parent is taken for a part of the
 * sentence; any other begins a line. Damaged XML gives the text up to and around the damage; entities are never expanded
 * from a DTD.
 */
function extractGenericXml(xml: string): ParsedText {
  const writer = new BlockWriter()
  const stack: Frame[] = []
  let sectionDepth = 0
  let title = ''
  let openTitle: string | null = null
  const parser = markupParser(
    {
      onopentag(name) {
        const local = localName(name)
        const parent = stack.at(-1)
        const frame: Frame = { name: local, isInline: parent?.hasWords ?? false, hasWords: false }
        stack.push(frame)
        if (sections.has(local)) sectionDepth++
        if (isSectionTitle(local, parent)) writer.beginHeading()
        else if (!frame.isInline) writer.breakLine()
        if (local === 'title' && title === '') openTitle = ''
      },
      onclosetag() {
        const frame = stack.pop()
        if (frame === undefined) return
        if (sections.has(frame.name)) sectionDepth--
        if (isSectionTitle(frame.name, stack.at(-1))) writer.endHeading(sectionDepth)
        else if (!frame.isInline) writer.breakLine()
        if (frame.name === 'title' && openTitle !== null) {
          title = foldedLine(openTitle)
          openTitle = null
        }
        if (isParagraph(frame.name)) writer.breakBlock()
      },
      ontext(text) {
        writer.write(text)
        if (openTitle !== null) openTitle += text
        const frame = stack.at(-1)
        if (frame !== undefined && !frame.hasWords) frame.hasWords = /\S/.test(text)
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return { text: writer.toString(), headings: writer.headings, title: title.toWellFormed() }
}

function isSectionTitle(name: string, parent: Frame | undefined): boolean {
  return (name === 'title' || name === 'head') && parent !== undefined && sections.has(parent.name)
}

function isParagraph(name: string): boolean {
  return name === 'p' || name === 'para' || name === 'item' || name === 'entry' || sections.has(name)
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
