import { describe, expect, test } from 'vitest'
import { ExtractError } from '../extracted.ts'
import { makePdf } from '../testing/pdf-fixture.ts'
import { extractPdf } from './pdf.ts'

describe('text of a PDF', () => {
  test('has the lines of its pages, apart by a form feed', async () => {
    const { text } = await extractPdf(makePdf({ pages: [['First line', 'second line'], ['Next page']] }))
    expect(text).toBe('First line\nsecond line\f\nNext page')
  })

  test('mends words broken at the end of a line', async () => {
    const { text } = await extractPdf(makePdf({ pages: [['An exam-', 'ple of the COVID-', '19 virus']] }))
    expect(text).toMatch(/An example of the COVID-\n?19 virus/)
  })

  test('takes the title from the metadata, unless a program left it there', async () => {
    const titleOf = async (title: string) => (await extractPdf(makePdf({ pages: [['x']], title }))).title
    expect(await titleOf('Annual Report')).toBe('Annual Report')
    expect(await titleOf('Microsoft Word - Annual Report')).toBe('Annual Report')
    expect(await titleOf('Microsoft Word - report.doc')).toBe('')
    expect(await titleOf('Untitled')).toBe('')
  })

  test('has its outline as headings, at the line that reads like the entry', async () => {
    const pages = [['Intro', '1 Methods', 'text'], ['Results are in']]
    const outline = [
      { title: 'Methods', page: 0 },
      { title: 'Findings', page: 1 },
    ]
    const { text, headings } = await extractPdf(makePdf({ pages, outline }))
    expect(headings).toEqual([
      { level: 1, text: 'Methods', start: text.indexOf('1 Methods') },
      { level: 1, text: 'Findings', start: text.indexOf('Results') },
    ])
  })

  test('ends each page with what was filled into its form, and with comments', async () => {
    const annotations = [
      '/Subtype /Widget /FT /Tx /T (name) /V (Ada Lovelace)',
      '/Subtype /Widget /FT /Btn /T (agrees) /V /Yes',
      '/Subtype /Text /Contents (Ask her about the engine)',
      '/Subtype /Link /Contents (not a comment)',
    ]
    const { text } = await extractPdf(makePdf({ pages: [['Name'], ['Next page']], annotations }))
    expect(text).toBe('Name\n\nAda Lovelace\nAsk her about the engine\f\nNext page')
    expect((await extractPdf(makePdf({ pages: [[]], annotations }))).text).toContain('Ada Lovelace')
  })

  test('is refused with the reason', async () => {
    await expect(extractPdf(makePdf({ pages: [['x']], isEncrypted: true }))).rejects.toMatchObject({
      code: 'encrypted',
    })
    await expect(extractPdf(makePdf({ pages: [[]] }))).rejects.toMatchObject({ code: 'no-text' })
    await expect(extractPdf(Buffer.from('%PDF-1.4 and no more'))).rejects.toMatchObject({ code: 'damaged' })
    await expect(extractPdf(new Uint8Array(0))).rejects.toMatchObject({ code: 'damaged' })
  })

  test('survives a file cut anywhere', async () => {
    const whole = makePdf({ pages: [['Some text'], ['More text']], title: 'T', outline: [{ title: 'More', page: 1 }] })
    const lengths = Array.from({ length: Math.ceil(whole.length / 37) }, (_, i) => i * 37)
    const outcomes = await Promise.all(
      lengths.map((length) => extractPdf(whole.subarray(0, length)).catch((error: unknown) => error)),
    )
    expect(outcomes.filter((outcome) => outcome instanceof Error && !(outcome instanceof ExtractError))).toEqual([])
    expect((await extractPdf(whole)).title).toBe('T')
  })
})
