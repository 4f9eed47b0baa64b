/* What people wrote on a page of a PDF beside its own text: what they filled into a form, and their comments. */
import { type Pdfium, readString, withMemory } from './pdfium.ts'

/** PDFium's numbers. Links, pictures and the frames of comments say nothing of their own. */
const WIDGET = 20
const commented: ReadonlySet<number> = new Set([
  1, // text: a note stuck on
  3, // free text
  9, // highlight
  10, // underline
  11, // squiggly
  12, // strikeout
  13, // stamp
  14, // caret
])
const MOST_NOTES = 2000

/** One each line block, in the file's order; '' for none. */
export function readNotes(pdfium: Pdfium, page: number): string {
  const count = Math.min(pdfium._FPDFPage_GetAnnotCount(page), MOST_NOTES)
  const notes: string[] = []
  for (let i = 0; i < count; i++) {
    const annotation = pdfium._FPDFPage_GetAnnot(page, i)
    if (annotation === 0) continue
    try {
      notes.push(noteOf(pdfium, annotation))
    } finally {
      pdfium._FPDFPage_CloseAnnot(annotation)
    }
  }
  return notes.filter((note) => note !== '').join('\n')
}

function noteOf(pdfium: Pdfium, annotation: number): string {
  const subtype = pdfium._FPDFAnnot_GetSubtype(annotation)
  if (commented.has(subtype)) return valueOf(pdfium, annotation, 'Contents')
  if (subtype !== WIDGET) return ''
  // A tick is 'Yes' or 'Off'; only what was typed or chosen says something.
  const type = valueOf(pdfium, annotation, 'FT')
  return type === 'Tx' || type === 'Ch' ? valueOf(pdfium, annotation, 'V') : ''
}

function valueOf(pdfium: Pdfium, annotation: number, key: string): string {
  const name = new TextEncoder().encode(`${key}\0`)
  return withMemory(pdfium, name.length, (pointer) => {
    pdfium.HEAPU8.set(name, pointer)
    return readString(pdfium, (buffer, bytes) =>
      pdfium._FPDFAnnot_GetStringValue(annotation, pointer, buffer, bytes),
    ).trim()
  })
}
