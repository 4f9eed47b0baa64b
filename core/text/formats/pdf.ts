import { messageOf } from '../../errors.ts'
import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { type ReadOptions, usualOptions } from '../read-options.ts'
import { PAGE_BREAK } from './joined-text.ts'
import { OcrTime, readPictureText } from './ocr.ts'
import { readNotes } from './pdf-notes.ts'
import { drawPage } from './pdf-picture.ts'
import { isTrap, type Pdfium, pdfiumErrors, readString, withDocument, withMemory } from './pdfium.ts'
import { foldedLine, tidyText } from './text.ts'
import { usableTitle } from './titles.ts'
import { say } from '../../sayings/say.ts'

/** Outline entries read at most; a damaged outline may point back into itself. */
const MOST_BOOKMARKS = 5_000

/**
 * Text layer of a PDF, line by line, pages apart by a form feed; after each page what was filled in and commented on it. The outline's entries are the headings: at the line that
 * reads like them, else where their page begins. A page without text is read as a picture where a person wants that (`ocr`).
 * ExtractError 'encrypted', 'damaged' or 'no-text' (a scan).
 */
export function extractPdf(bytes: Uint8Array, { ocr }: ReadOptions = usualOptions): Promise<ParsedText> {
  return withDocument(bytes, (pdfium, document) => readDocument(pdfium, document, ocr), loadError).catch(
    (error: unknown) => {
      if (!isTrap(error) && !(error instanceof RangeError)) throw error
      throw new ExtractError('damaged', say('file.pdfCut', { reason: messageOf(error) }), { cause: error })
    },
  )
}

function loadError(code: number): ExtractError {
  if (code === pdfiumErrors.password) return new ExtractError('encrypted', say('file.pdfPassword'))
  if (code === pdfiumErrors.security) return new ExtractError('encrypted', say('file.pdfSecurity'))
  return new ExtractError('damaged', say('file.notPdf'))
}

function readDocument(pdfium: Pdfium, document: number, ocr: string | null): ParsedText {
  const count = pdfium._FPDF_GetPageCount(document)
  if (count === 0) throw loadError(0)
  const read = Array.from({ length: count }, (_, i) => readPage(pdfium, document, i))
  const pages = read.map(({ text }) => tidyPage(text))
  if (ocr !== null) readScans(pages, ocr, (index) => drawPage(pdfium, document, index))
  for (const [i, { notes }] of read.entries()) {
    // Their breaks are their own: nothing is mended.
    if (notes !== '') pages[i] = `${pages[i]}\n\n${tidyText(notes.replaceAll(/(?![\n\t])\p{Cc}/gu, '\n'))}`.trim()
  }
  if (!pages.some((page) => /\S/.test(page))) {
    throw new ExtractError('no-text', say('file.pdfNoText', { count }))
  }
  const title = withMemory(pdfium, 6, (tag) => {
    pdfium.HEAPU8.set(new TextEncoder().encode('Title\0'), tag)
    return readString(pdfium, (buffer, bytes) => pdfium._FPDF_GetMetaText(document, tag, buffer, bytes))
  })
  return {
    text: pages.join(PAGE_BREAK),
    title: usableTitle(plainLine(title)),
    headings: placeBookmarks(readBookmarks(pdfium, document), pages),
  }
}

/** Fills in pages without text. Where the time is up, the rest stays without; a document that has text then keeps what was read. */
function readScans(pages: string[], languages: string, draw: (index: number) => Uint8Array | null): void {
  const time = new OcrTime()
  try {
    for (const [i, page] of pages.entries()) {
      const picture = /\S/.test(page) ? null : draw(i)
      if (picture !== null) pages[i] = readPictureText(picture, languages, time).replaceAll('\f', '\n')
    }
  } catch (error) {
    if (!(error instanceof ExtractError) || !pages.some((page) => /\S/.test(page))) throw error
  }
}

interface PageText {
  readonly text: string
  /** What people wrote on it. */
  readonly notes: string
}

/** Text of one page; none for a page that PDFium cannot load, so that one bad page does not cost the document. */
function readPage(pdfium: Pdfium, document: number, index: number): PageText {
  const page = pdfium._FPDF_LoadPage(document, index)
  if (page === 0) return { text: '', notes: '' }
  try {
    return { text: textOn(pdfium, page), notes: readNotes(pdfium, page) }
  } finally {
    pdfium._FPDF_ClosePage(page)
  }
}

function textOn(pdfium: Pdfium, page: number): string {
  const textPage = pdfium._FPDFText_LoadPage(page)
  try {
    const chars = textPage === 0 ? 0 : pdfium._FPDFText_CountChars(textPage)
    if (chars <= 0) return ''
    // A character outside the basic plane takes two units.
    return withMemory(pdfium, chars * 4 + 4, (pointer) => {
      const units = pdfium._FPDFText_GetText(textPage, 0, chars, pointer) - 1
      return new TextDecoder('utf-16le').decode(pdfium.HEAPU8.subarray(pointer, pointer + Math.max(0, units) * 2))
    })
  } finally {
    if (textPage !== 0) pdfium._FPDFText_ClosePage(textPage)
  }
}

/**
 * Mends words broken at line ends (PDFium joins them itself and leaves U+FFFE for the hyphen). A break between two lower
 * case letters is taken for one that the typesetter made, any other keeps its hyphen.
 */
function tidyPage(page: string): string {
  const mended = page
    .replace(/\r\n?/g, '\n')
    .replace(/(?<=\p{Ll})(?:\ufffe\n?|[-\u00ad\u2010]\n)(?=\p{Ll})/gu, '')
    .replace(/\ufffe/g, '-')
    // What fonts without a character map leave behind; a form feed is ours.
    .replace(/(?![\n\t])\p{Cc}|[\u00ad\uffff]/gu, '')
  return tidyText(mended).trim()
}

function plainLine(text: string): string {
  return foldedLine(text.replace(/[\p{Cc}\ufffe\uffff]/gu, ' ').toWellFormed())
}

interface Bookmark {
  readonly level: number
  readonly title: string
  readonly page: number
}

function readBookmarks(pdfium: Pdfium, document: number): readonly Bookmark[] {
  const bookmarks: Bookmark[] = []
  const seen = new Set<number>()
  const visit = (parent: number, level: number): void => {
    let bookmark = pdfium._FPDFBookmark_GetFirstChild(document, parent)
    while (bookmark !== 0 && !seen.has(bookmark) && seen.size < MOST_BOOKMARKS) {
      seen.add(bookmark)
      const handle = bookmark
      const title = readString(pdfium, (buffer, bytes) => pdfium._FPDFBookmark_GetTitle(handle, buffer, bytes))
      bookmarks.push({
        level,
        title: plainLine(title),
        page: bookmarkPage(pdfium, document, handle),
      })
      if (level < 6) visit(bookmark, level + 1)
      bookmark = pdfium._FPDFBookmark_GetNextSibling(document, bookmark)
    }
  }
  visit(0, 1)
  return bookmarks
}

function bookmarkPage(pdfium: Pdfium, document: number, bookmark: number): number {
  const action = pdfium._FPDFBookmark_GetAction(bookmark)
  const destination =
    pdfium._FPDFBookmark_GetDest(document, bookmark) ||
    (action === 0 ? 0 : pdfium._FPDFAction_GetDest(document, action))
  return destination === 0 ? -1 : pdfium._FPDFDest_GetDestPageIndex(document, destination)
}

function placeBookmarks(bookmarks: readonly Bookmark[], pages: readonly string[]): Heading[] {
  const pageStarts: number[] = []
  let length = 0
  for (const page of pages) {
    pageStarts.push(length)
    length += page.length + PAGE_BREAK.length
  }
  return bookmarks
    .filter(({ title, page }) => title !== '' && page >= 0 && page < pages.length)
    .map(({ title, page, level }) => ({ level, text: title, start: pageStarts[page] + lineLike(pages[page], title) }))
    .toSorted((a, b) => a.start - b.start)
}

/** Index of the first line that begins with `title` after an optional number ('2.1 Results'); 0 for none. */
function lineLike(page: string, title: string): number {
  for (let start = 0; start >= 0 && start < page.length;) {
    const line = page.slice(start, start + 240).split('\n', 1)[0]
    if (wordsOf(line).startsWith(wordsOf(title))) return start
    const end = page.indexOf('\n', start)
    if (end < 0) break
    start = end + 1
  }
  return 0
}

function wordsOf(line: string): string {
  return line
    .replace(/^[\d.\s]+(?=\D)/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
}
