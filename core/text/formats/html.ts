import type { ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { markupParser } from './markup-parser.ts'
import { mayHaveFrame, type PageFrame, pageFrame, surveyPage } from './page-frame.ts'
import { decodeText, foldedLine } from './text.ts'
import { firstTitle } from './titles.ts'

/** A page declares its charset in its first bytes, after long scripts in some. */
const DECLARATION_BYTES = 16_384

const dropped = new Set('script style nav noscript template svg iframe object canvas audio video datalist'.split(' '))
const blocks = new Set(
  'article aside blockquote body caption dd details dialog dl dt fieldset figcaption figure footer form header hgroup hr main menu ol p pre section summary table ul address center'.split(
    ' ',
  ),
)
const lines = new Set('div option legend optgroup tbody thead tfoot'.split(' '))

/**
 * Text of an HTML or XHTML page, without what surrounds an article (see `page-frame.ts`). Bytes in any charset;
 * `<meta charset>` counts when they are not UTF-8.
 */
export function extractHtml(bytes: Uint8Array): ParsedText {
  const html = decodeText(bytes, declaredCharset(bytes)).text
  if (!mayHaveFrame(html)) return extractHtmlText(html)
  const survey = surveyPage(html)
  const inside = extractHtmlText(html, pageFrame(survey))
  // Where half of the words went, the page is built otherwise than it says.
  return inside.text.length * 2 < survey.mainLength ? extractHtmlText(html) : inside
}

/** Nothing surrounds the words of a mail or a book's chapter. */
const noFrame: PageFrame = { open: () => false, close: () => undefined }

/** Text of HTML that is already a string, as in a mail. What `frame` opens is left out. */
export function extractHtmlText(html: string, frame: PageFrame = noFrame): ParsedText {
  const writer = new BlockWriter()
  let title = ''
  let titleDepth = 0
  let titles = 0
  let droppedDepth = 0
  let preformattedDepth = 0
  const parser = markupParser(
    {
      onopentag(name, attributes) {
        if (frame.open(name, attributes)) droppedDepth++
        if (name === 'title' && droppedDepth === 0) {
          titleDepth++
          titles++
        }
        if (dropped.has(name)) droppedDepth++
        else if (droppedDepth === 0) openElement(writer, name)
        if (name === 'pre') preformattedDepth++
      },
      onclosetag(name) {
        if (name === 'title' && titleDepth > 0 && droppedDepth === 0) titleDepth--
        if (dropped.has(name)) droppedDepth--
        else if (droppedDepth === 0) closeElement(writer, name)
        if (name === 'pre') preformattedDepth--
        if (frame.close(name) === true) droppedDepth--
      },
      ontext(text) {
        if (droppedDepth > 0) return
        // The title is no part of the text; a second one is ignored.
        if (titleDepth > 0) title += titles === 1 ? text : ''
        else if (preformattedDepth > 0) writer.writePreformatted(text)
        else writer.write(text)
      },
    },
    { decodeEntities: true, recognizeSelfClosing: isXhtml(html), recognizeCDATA: true },
  )
  parser.end(html)
  const text = writer.toString()
  return {
    text,
    headings: writer.headings,
    title: foldedLine(title.replace(/\0/g, '').toWellFormed()) || firstTitle(writer.headings),
  }
}

/** In XHTML `<script/>` is closed; in HTML it would swallow the page. */
function isXhtml(html: string): boolean {
  const head = html.slice(0, 1024)
  return /^\s*<\?xml/.test(head) || head.includes('http://www.w3.org/1999/xhtml')
}

function openElement(writer: BlockWriter, name: string): void {
  if (isHeading(name)) writer.beginHeading()
  else if (name === 'li') writer.beginItem()
  else if (name === 'tr') writer.beginRow()
  else if (name === 'td' || name === 'th') writer.beginCell()
  else if (name === 'br') writer.breakLine(true)
  else if (blocks.has(name)) writer.breakBlock()
  else if (lines.has(name)) writer.breakLine()
}

function closeElement(writer: BlockWriter, name: string): void {
  if (isHeading(name)) writer.endHeading(Number(name[1]))
  else if (name === 'li') writer.endItem()
  else if (name === 'tr') writer.endRow()
  else if (blocks.has(name)) writer.breakBlock()
  else if (lines.has(name)) writer.breakLine()
}

function isHeading(name: string): boolean {
  return name.length === 2 && name[0] === 'h' && name[1] >= '1' && name[1] <= '6'
}

/** The charset that a page (`<meta charset>`) or an XML declaration names in its first bytes; '' for none. */
export function declaredCharset(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES)).toString('latin1')
  const match =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(head) ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})/.exec(head)
  return match?.[1].toLowerCase() ?? ''
}
