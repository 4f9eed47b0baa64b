/* How a page of a PDF looks, and where its words stand on it. */
import { crc32, deflateSync } from 'node:zlib'
import { AppError } from '../errors.ts'
import { withMemory, withPdfium, type Pdfium } from './formats/pdfium.ts'

/** A box in parts of the page's width and height, from its top left. */
export interface WordOnPage {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PagePicture {
  /** PNG. */
  readonly bytes: Uint8Array
  /** Points, 72 to an inch. */
  readonly width: number
  readonly height: number
  readonly pages: number
  readonly words: readonly WordOnPage[]
}

/** What we call of PDFium beside what reading needs. */
interface Painter extends Pdfium {
  _FPDF_GetPageWidth(page: number): number
  _FPDF_GetPageHeight(page: number): number
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, pointer: number, stride: number): number
  _FPDFBitmap_FillRect(bitmap: number, x: number, y: number, width: number, height: number, colour: number): void
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    rotation: number,
    flags: number,
  ): void
  _FPDFBitmap_Destroy(bitmap: number): void
  _FPDFText_GetUnicode(textPage: number, index: number): number
  _FPDFText_GetCharBox(
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number
  _FPDF_PageToDevice(
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    rotation: number,
    pageX: number,
    pageY: number,
    deviceX: number,
    deviceY: number,
  ): number
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
  return withPdfium((pdfium) =>
    withMemory(pdfium, Math.max(pdf.length, 1), (pointer) => {
      pdfium.HEAPU8.set(pdf, pointer)
      const document = pdfium._FPDF_LoadMemDocument(pointer, pdf.length, 0)
      if (document === 0) throw new AppError('failed', 'This PDF cannot be shown as pages.')
      try {
        // PDFium exports these as well; its type here lists what reading calls.
        return paint(pdfium as Painter, { document, page, widthPx })
      } finally {
        pdfium._FPDF_CloseDocument(document)
      }
    }),
  )
}

interface Wish {
  readonly document: number
  readonly page: number
  readonly widthPx: number
}

function paint(pdfium: Painter, { document, page: number, widthPx }: Wish): PagePicture {
  const pages = pdfium._FPDF_GetPageCount(document)
  const page = number > pages ? 0 : pdfium._FPDF_LoadPage(document, number - 1)
  if (page === 0) throw new AppError('not-found', `Page ${number} of ${pages} cannot be shown.`)
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

interface Size {
  readonly width: number
  readonly height: number
}

/** RGB, three bytes a pixel. */
function pixelsOf(pdfium: Painter, page: number, { width, height }: Size): Uint8Array {
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
function wordsOn(pdfium: Painter, page: number): WordOnPage[] {
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

function boxReader(pdfium: Painter, page: number, textPage: number): (index: number) => Box {
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

const pngMark = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Of RGB pixels, every line as it is (filter 0). */
function png(pixels: Uint8Array, { width, height }: Size): Uint8Array {
  const lines = new Uint8Array(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) {
    lines.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1)
  }
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, 8)
  header.setUint8(9, 2)
  return Buffer.concat([
    pngMark,
    pngPart('IHDR', new Uint8Array(header.buffer)),
    pngPart('IDAT', deflateSync(lines, { level: 6 })),
    pngPart('IEND', new Uint8Array(0)),
  ])
}

function pngPart(name: string, data: Uint8Array): Uint8Array {
  const part = Buffer.alloc(12 + data.length)
  part.writeUInt32BE(data.length, 0)
  part.write(name, 4, 'latin1')
  part.set(data, 8)
  part.writeUInt32BE(crc32(part.subarray(4, 8 + data.length)), 8 + data.length)
  return part
}
