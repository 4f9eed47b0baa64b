import { PDFiumModule } from '@hyzyla/pdfium'

/*
 * PDFium itself, not the package's classes: those never close a page, which leaks it, and give no metadata and no outline.
 * Strings come as UTF-16LE; a handle of 0 is null.
 */

/** What we call of PDFium; the package's types list only what its own classes call. */
export interface Pdfium {
  readonly HEAPU8: Uint8Array
  readonly wasmExports: { malloc(bytes: number): number; free(pointer: number): void }
  _FPDF_InitLibrary(): void
  _FPDF_LoadMemDocument(pointer: number, bytes: number, password: number): number
  _FPDF_GetLastError(): number
  _FPDF_CloseDocument(document: number): void
  _FPDF_GetPageCount(document: number): number
  _FPDF_LoadPage(document: number, index: number): number
  _FPDF_ClosePage(page: number): void
  /** Points. */
  _FPDF_GetPageWidth(page: number): number
  _FPDF_GetPageHeight(page: number): number
  /** `format` 1: grays, a byte each; 4: BGRA; `buffer` 0: PDFium's own; `stride` 0: as it likes. */
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number
  // oxlint-disable-next-line max-params -- as PDFium has it
  _FPDFBitmap_FillRect(bitmap: number, left: number, top: number, width: number, height: number, colour: number): void
  // oxlint-disable-next-line max-params -- as PDFium has it
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    rotate: number,
    flags: number,
  ): void
  _FPDFBitmap_GetBuffer(bitmap: number): number
  _FPDFBitmap_GetStride(bitmap: number): number
  _FPDFBitmap_Destroy(bitmap: number): void
  // oxlint-disable-next-line max-params -- as PDFium has it
  _FPDF_PageToDevice(
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    rotate: number,
    pageX: number,
    pageY: number,
    deviceX: number,
    deviceY: number,
  ): number
  _FPDFText_LoadPage(page: number): number
  _FPDFText_ClosePage(textPage: number): void
  _FPDFText_CountChars(textPage: number): number
  _FPDFText_GetUnicode(textPage: number, index: number): number
  // oxlint-disable-next-line max-params -- as PDFium has it
  _FPDFText_GetCharBox(
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number
  _FPDFText_GetText(textPage: number, start: number, count: number, buffer: number): number
  _FPDFPage_GetAnnotCount(page: number): number
  _FPDFPage_GetAnnot(page: number, index: number): number
  _FPDFPage_CloseAnnot(annotation: number): void
  _FPDFAnnot_GetSubtype(annotation: number): number
  _FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, bytes: number): number
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, bytes: number): number
  _FPDFBookmark_GetFirstChild(document: number, bookmark: number): number
  _FPDFBookmark_GetNextSibling(document: number, bookmark: number): number
  _FPDFBookmark_GetTitle(bookmark: number, buffer: number, bytes: number): number
  _FPDFBookmark_GetDest(document: number, bookmark: number): number
  _FPDFBookmark_GetAction(bookmark: number): number
  _FPDFAction_GetDest(document: number, action: number): number
  _FPDFDest_GetDestPageIndex(document: number, destination: number): number
}

/** `FPDF_GetLastError` after a document was refused. */
export const pdfiumErrors = { password: 4, security: 5 } as const

/** Memory at which an instance is thrown away after use: WebAssembly memory never shrinks. */
const MOST_KEPT_BYTES = 128 * 1024 * 1024

let instance: Promise<Pdfium> | null = null

/** Runs `use` with the thread's PDFium. An instance that trapped or grew large is dropped, and the next call gets a new one. */
async function withPdfium<T>(use: (pdfium: Pdfium) => T): Promise<T> {
  instance ??= loadPdfium()
  const pdfium = await instance
  try {
    return use(pdfium)
  } catch (error) {
    if (isTrap(error)) instance = null
    throw error
  } finally {
    if (pdfium.HEAPU8.byteLength > MOST_KEPT_BYTES) instance = null
  }
}

/** Runs `use` with an open document, a handle. `refused` says what the code of `FPDF_GetLastError` means where it cannot be opened. */
export function withDocument<T>(
  pdf: Uint8Array,
  use: (pdfium: Pdfium, document: number) => T,
  refused: (code: number) => Error,
): Promise<T> {
  return withPdfium((pdfium) =>
    withMemory(pdfium, Math.max(pdf.length, 1), (pointer) => {
      pdfium.HEAPU8.set(pdf, pointer)
      const document = pdfium._FPDF_LoadMemDocument(pointer, pdf.length, 0)
      if (document === 0) throw refused(pdfium._FPDF_GetLastError())
      try {
        return use(pdfium, document)
      } finally {
        pdfium._FPDF_CloseDocument(document)
      }
    }),
  )
}

/** A WebAssembly trap or an abort inside PDFium; its type is not in Node's types without the DOM's. */
export function isTrap(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError'
}

async function loadPdfium(): Promise<Pdfium> {
  // The module has every PDFium export; its declared type is a subset (see above).
  const pdfium = (await PDFiumModule({})) as unknown as Pdfium
  pdfium._FPDF_InitLibrary()
  return pdfium
}

/** Runs `use` with `bytes` bytes of PDFium's memory. Read through `pdfium.HEAPU8` anew after each call: memory may grow. */
export function withMemory<T>(pdfium: Pdfium, bytes: number, use: (pointer: number) => T): T {
  const pointer = pdfium.wasmExports.malloc(bytes)
  if (pointer === 0) throw new RangeError(`PDFium has no ${bytes} bytes of memory left`)
  try {
    return use(pointer)
  } finally {
    pdfium.wasmExports.free(pointer)
  }
}

const utf16 = new TextDecoder('utf-16le')

/** A string in PDFium's two-step manner: `read(0, 0)` answers the bytes needed, terminator included. */
export function readString(pdfium: Pdfium, read: (buffer: number, bytes: number) => number): string {
  const bytes = read(0, 0)
  if (bytes <= 2 || bytes > 1_000_000) return ''
  return withMemory(pdfium, bytes, (pointer) => {
    read(pointer, bytes)
    return utf16.decode(pdfium.HEAPU8.subarray(pointer, pointer + bytes - 2))
  })
}
