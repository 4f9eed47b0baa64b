/* How files are read, as far as a person may change it; threads are given it with each file. */
import type { ReadingRules } from '../types.ts'

/** Bytes. */
export const MB = 1024 * 1024

/** Largest files that are read, in bytes. */
export interface SizeLimits {
  /** Plain text, Markdown, reStructuredText, code. */
  readonly textBytes: number
  /** HTML, XML, TeX, notebooks, calendars, address books, mail. */
  readonly markupBytes: number
  /** PDF, Office, RTF, EPUB, Outlook messages. */
  readonly documentBytes: number
}

export interface ReadOptions {
  readonly limits: SizeLimits
  /** Pages that are left out of the history: defaults that are switched off, and hosts of the person's own. */
  readonly pages: { readonly off: readonly string[]; readonly hosts: readonly string[] }
  /** Folders with pages that were saved as files, for the history. */
  readonly savedPages: readonly string[]
  /** Languages, as tesseract names them, of pictures that are to be read; null: pictures are not. */
  readonly ocr: string | null
}

/** Time for the text in the pictures of one file. */
export const ocrFileMs = 300_000

/** As it is before anybody changes it. */
export const usualOptions: ReadOptions = Object.freeze({
  limits: Object.freeze({ textBytes: 20 * MB, markupBytes: 50 * MB, documentBytes: 200 * MB }),
  pages: Object.freeze({ off: [], hosts: [] }),
  savedPages: [],
  ocr: null,
})

/** A library's rules as readers take them. */
export function readOptionsOf({ off, largestMB, hosts, savedPages, ocr }: ReadingRules): ReadOptions {
  const { text, markup, document } = largestMB
  return {
    limits: { textBytes: text * MB, markupBytes: markup * MB, documentBytes: document * MB },
    pages: { off, hosts },
    savedPages,
    ocr: ocr.isOn ? ocr.languages : null,
  }
}
