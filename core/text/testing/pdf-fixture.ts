/** A small PDF with one Helvetica line per string and page, metadata title, outline and (broken) encryption if asked for. */
export function makePdf({
  pages,
  title = '',
  outline = [],
  isEncrypted = false,
  annotations = [],
}: {
  readonly pages: readonly (readonly string[])[]
  readonly title?: string
  /** Entries that point at a page (from 0). */
  readonly outline?: readonly { readonly title: string; readonly page: number }[]
  /** Says that a password is needed; which one, nobody knows. */
  readonly isEncrypted?: boolean
  /** Of the first page, as a PDF writes them: '/Subtype /Text /Contents (a note)'. */
  readonly annotations?: readonly string[]
}): Uint8Array {
  const firstPage = 5
  const firstEntry = firstPage + pages.length * 2
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${outline.length > 0 ? '/Outlines 4 0 R' : ''} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + i * 2} 0 R`).join(' ')}] >>`,
    `<< /Title (${title}) >>`,
    `<< /Type /Outlines /First ${firstEntry} 0 R /Last ${firstEntry + outline.length - 1} 0 R /Count ${outline.length} >>`,
    ...pages.flatMap((lines, i) => [
      pageObject(firstPage + i * 2 + 1, i === 0 ? annotations : []),
      contentObject(lines),
    ]),
    ...outline.map((entry, i) => {
      const next = i + 1 < outline.length ? `/Next ${firstEntry + i + 1} 0 R` : ''
      return `<< /Title (${entry.title}) /Parent 4 0 R ${next} /Dest [${firstPage + entry.page * 2} 0 R /Fit] >>`
    }),
  ]
  return assemble(objects, isEncrypted)
}

function pageObject(contents: number, annotations: readonly string[]): string {
  const notes = annotations.map((entries) => `<< /Type /Annot /Rect [10 10 20 20] ${entries} >>`).join(' ')
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
  return `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 ${font} >> >> /Contents ${contents} 0 R ${notes === '' ? '' : `/Annots [${notes}]`} >>`
}

function contentObject(lines: readonly string[]): string {
  const stream = `BT /F1 12 Tf 72 720 Td 14 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`
  return `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`
}

function assemble(objects: readonly string[], isEncrypted: boolean): Uint8Array {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const zeros = '00'.repeat(32)
  const id = `/ID [<${'11'.repeat(16)}> <${'11'.repeat(16)}>]`
  const encryption = isEncrypted
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${zeros}> /U <${zeros}> /P -4 >> ${id}`
    : ''
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R ${encryption} >>`
  return Buffer.from(
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  )
}
