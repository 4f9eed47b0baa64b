import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { joinTexts, PAGE_BREAK } from './joined-text.ts'
import { firstTitle } from './titles.ts'
import { elementText, parseXml } from './ooxml.ts'
import { OpenDocumentWriter } from './opendocument-writer.ts'
import { startsWith } from './text.ts'
import { unzip } from './zip.ts'
import { say } from '../../sayings/say.ts'

const wanted = /^(?:content\.xml|meta\.xml|META-INF\/manifest\.xml)$/

/**
 * Text of an OpenDocument text, presentation or spreadsheet, packed or as one flat XML file: headings by their outline level,
 * lists and tables by lines, a presentation's slides apart by form feeds with their notes, a sheet's name as a heading, foot-
 * and endnotes at the end. Tracked deletions and annotations are left out.
 */
export function extractOpenDocument(bytes: Uint8Array): ParsedText {
  const isPacked = startsWith(bytes, 0x50, 0x4b)
  const parts = isPacked ? unzip(bytes, (name) => wanted.test(name)) : { 'content.xml': bytes }
  const content = parts['content.xml']
  if (content === undefined) throw new ExtractError('damaged', say('file.noContentXml'))
  refuseEncrypted(parts['META-INF/manifest.xml'])
  const { pages, notes } = readContent(content)
  const { text, headings } = joinTexts(pages, PAGE_BREAK)
  if (!/\S/.test(text)) throw new ExtractError('no-text', say('file.noText'))
  const whole = notes === '' ? text.trimEnd() : `${text.trimEnd()}\n\n${notes}`
  const meta = parts['meta.xml'] ?? (isPacked ? undefined : content)
  const title = meta === undefined ? '' : elementText(meta, 'dc:title', { prefixes: 'kept' })
  return { text: whole, headings, title: title || firstTitle(headings) }
}

function refuseEncrypted(manifest: Uint8Array | undefined): void {
  if (manifest === undefined) return
  let path = ''
  parseXml(manifest, {
    open(name, attributes) {
      if (name === 'file-entry') path = attributes['full-path'] ?? ''
      if (name === 'encryption-data' && (path === 'content.xml' || path === 'encrypted-package'))
        throw new ExtractError('encrypted', say('file.password'))
    },
  })
}

interface Content {
  readonly pages: readonly { readonly text: string; readonly headings: readonly Heading[] }[]
  readonly notes: string
}

function readContent(bytes: Uint8Array): Content {
  const pages: { readonly text: string; readonly headings: readonly Heading[] }[] = []
  const notes = new BlockWriter()
  let writer = new OpenDocumentWriter(notes)
  const endPage = (): void => {
    pages.push({ text: writer.main.toString(), headings: writer.main.headings })
    writer = new OpenDocumentWriter(notes)
  }
  parseXml(
    bytes,
    {
      open: (name, attributes) => writer.open(name, attributes),
      close(name) {
        writer.close(name)
        if (name === 'draw:page') endPage()
      },
      text: (text) => writer.text(text),
    },
    { prefixes: 'kept' },
  )
  if (pages.length === 0) endPage()
  return { pages, notes: notes.toString() }
}
