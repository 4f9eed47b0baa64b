/* How a page of a PDF looks, and where its words stand on it. */
import { AppError } from '../errors.ts'
import { withDocument, withMemory, type Pdfium } from './formats/pdfium.ts'
import { png, type PictureSize } from './png.ts'
import { say } from '../sayings/say.ts'

/** A box in parts of the page's width and height, from its top left. */
export interface WordOnPage {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A page as a picture, with its words. */
export interface PagePicture {
  /** PNG. */
  readonly bytes: Uint8Array
  /** Points, 72 to an inch. */
  readonly width: number
  readonly height: number
  readonly pages: number
  readonly words: readonly WordOnPage[]
}

const bgra = 4
const bgraBytes = 4
const white = 0xffffffff
/** Annotations are drawn; text is smoothed for any screen, not for one kind of LCD. */
const renderFlags = 0x01
const mostWords = 4_000
/** A page of a poster is not painted at its size in the world. */
const mostPixels = 4_000_000

/** `page` from 1; `widthPx` of the picture. @throws AppError `not-found` for a page that is not there, `failed` for what is no PDF */
export function paintPage(pdf: Uint8Array, page: number, widthPx: number): Promise<PagePicture> {
  return withDocument(
    pdf,
    (pdfium, document) => paint(pdfium, { document, page, widthPx }),
    () => new AppError('failed', say('picture.notPages')),
  )
}

interface Wish {
  readonly document: number
  readonly page: number
  readonly widthPx: number
}

function paint(pdfium: Pdfium, { document, page: number, widthPx }: Wish): PagePicture {
  const pages = pdfium._FPDF_GetPageCount(document)
  const page = number > pages ? 0 : pdfium._FPDF_LoadPage(document, number - 1)
  if (page === 0) throw new AppError('not-found', say('picture.noPage', { number, pages }))
  try {
    const width = pdfium._FPDF_GetPageWidth(page)
    const height = pdfium._FPDF_GetPageHeight(page)
    const scale = Math.min(widthPx / width, Math.sqrt(mostPixels / (width * height)))
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
    return { bytes: png(pixelsOf(pdfium, page, size), size), width, height, pages, words: wordsOn(pdfium, page) }
  } finally {
    pdfium._FPDF_ClosePage(page)
  }
}

/** RGB, three bytes a pixel. */
function pixelsOf(pdfium: Pdfium, page: number, { width, height }: PictureSize): Uint8Array {
  const stride = width * bgraBytes
  return withMemory(pdfium, stride * height, (pointer) => {
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, bgra, pointer, stride)
    if (bitmap === 0) throw new RangeError('PDFium cannot make a picture of this size')
    try {
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white)
      pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags)
    } finally {
      pdfium._FPDFBitmap_Destroy(bitmap)
    }
    const from = pdfium.HEAPU8.subarray(pointer, pointer + stride * height)
    const pixels = new Uint8Array(width * height * 3)
    for (let i = 0, j = 0; j < pixels.length; i += 4, j += 3) {
      pixels[j] = from[i + 2]
      pixels[j + 1] = from[i + 1]
      pixels[j + 2] = from[i]
    }
    return pixels
  })
}

/** The page's words in their order; the boxes of its letters joined, a line at a time. */
function wordsOn(pdfium: Pdfium, page: number): WordOnPage[] {
  const textPage = pdfium._FPDFText_LoadPage(page)
  if (textPage === 0) return []
  try {
    const boxOf = boxReader(pdfium, page, textPage)
    const words: WordOnPage[] = []
    let text = ''
    let box: Box | null = null
    const count = pdfium._FPDFText_CountChars(textPage)
    for (let i = 0; i <= count && words.length < mostWords; i++) {
      const letter = i === count ? ' ' : String.fromCodePoint(pdfium._FPDFText_GetUnicode(textPage, i))
      if (/\S/u.test(letter)) {
        text += letter
        box = joined(box, boxOf(i))
        continue
      }
      if (box !== null) words.push({ text, ...inParts(box) })
      text = ''
      box = null
    }
    return words
  } finally {
    pdfium._FPDFText_ClosePage(textPage)
  }
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The page's own measures turned and cut as it is shown; in steps of a ten-thousandth of its size. */
const grid = 10_000

function boxReader(pdfium: Pdfium, page: number, textPage: number): (index: number) => Box {
  return (index) =>
    withMemory(pdfium, 40, (pointer) => {
      pdfium._FPDFText_GetCharBox(textPage, index, pointer, pointer + 8, pointer + 16, pointer + 24)
      const view = new DataView(pdfium.HEAPU8.buffer, pointer, 40)
      const [left, right, bottom, top] = [0, 8, 16, 24].map((at) => view.getFloat64(at, true))
      const place = (x: number, y: number): readonly [number, number] => {
        pdfium._FPDF_PageToDevice(page, 0, 0, grid, grid, 0, x, y, pointer + 32, pointer + 36)
        const device = new DataView(pdfium.HEAPU8.buffer, pointer, 40)
        return [device.getInt32(32, true), device.getInt32(36, true)]
      }
      const [x1, y1] = place(left, top)
      const [x2, y2] = place(right, bottom)
      return { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) }
    })
}

function joined(a: Box | null, b: Box): Box {
  if (a === null) return b
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}

function inParts({ left, top, right, bottom }: Box): Omit<WordOnPage, 'text'> {
  return { x: left / grid, y: top / grid, width: (right - left) / grid, height: (bottom - top) / grid }
}
