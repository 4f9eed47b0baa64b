/* A page of a PDF as a picture, for reading what was scanned. */
import type { Pdfium } from './pdfium.ts'

const pointsPerInch = 72
/** Enough for print of usual size; more takes longer and reads no better. */
const dotsPerInch = 200
const mostPixels = 4000

/** PDFium's numbers. */
const gray = 1
const white = 0xffffffff
const withAnnotations = 1

/** The page in grays, as PGM; null where PDFium cannot draw it. */
export function drawPage(pdfium: Pdfium, document: number, index: number): Uint8Array | null {
  const page = pdfium._FPDF_LoadPage(document, index)
  if (page === 0) return null
  try {
    const [wide, high] = [pdfium._FPDF_GetPageWidth(page), pdfium._FPDF_GetPageHeight(page)]
    const scale = Math.min(dotsPerInch / pointsPerInch, mostPixels / Math.max(wide, high, 1))
    const [width, height] = [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale))]
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, gray, 0, 0)
    if (bitmap === 0) return null
    try {
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white)
      pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, withAnnotations)
      const [start, stride] = [pdfium._FPDFBitmap_GetBuffer(bitmap), pdfium._FPDFBitmap_GetStride(bitmap)]
      const rows = Array.from({ length: height }, (_, y) =>
        pdfium.HEAPU8.subarray(start + y * stride, start + y * stride + width),
      )
      return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), ...rows])
    } finally {
      pdfium._FPDFBitmap_Destroy(bitmap)
    }
  } finally {
    pdfium._FPDF_ClosePage(page)
  }
}
