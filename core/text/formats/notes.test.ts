import { describe, expect, test } from 'vitest'
import { extractIcs } from './ics.ts'
import { extractIpynb } from './ipynb.ts'
import { orgStructure } from './org.ts'
import { extractTex } from './tex.ts'
import { extractVcf } from './vcf.ts'

describe('text of a notebook', () => {
  const notebook = {
    metadata: {},
    cells: [
      { cell_type: 'markdown', source: ['# Tides\n', '\n', 'About the **moon**.'] },
      {
        cell_type: 'code',
        source: 'print(1)\n',
        outputs: [{ text: ['\u001b[31m1\u001b[0m\n'] }, { data: { 'text/plain': 'x'.repeat(5000) } }],
      },
      { cell_type: 'markdown', source: '## Ebb' },
      { cell_type: 'code', source: '', outputs: [{ data: { 'image/png': 'AAAA' } }] },
      { cell_type: 'code', source: 'f()', outputs: [{ output_type: 'error', ename: 'ValueError', evalue: 'no tide' }] },
    ],
  }

  test('has Markdown with its headings, code, and the beginning of each output', () => {
    const { text, headings, title } = extractIpynb(Buffer.from(JSON.stringify(notebook)))
    expect(text).toBe(
      `# Tides\n\nAbout the **moon**.\n\nprint(1)\n\n1\n\n${'x'.repeat(1000)}\n\n## Ebb\n\nf()\n\nValueError: no tide`,
    )
    expect(headings.map((heading) => `${heading.level} ${heading.text}`)).toEqual(['1 Tides', '2 Ebb'])
    for (const heading of headings) expect(text.slice(heading.start)).toMatch(/^#/)
    expect(title).toBe('Tides')
  })

  test('of version 3 has its cells in worksheets', () => {
    const old = {
      worksheets: [
        {
          cells: [
            { cell_type: 'heading', level: 2, source: 'Old' },
            { cell_type: 'code', input: 'x = 1' },
          ],
        },
      ],
    }
    expect(extractIpynb(Buffer.from(JSON.stringify(old)))).toEqual({
      text: 'Old\n\nx = 1',
      title: '',
      headings: [{ level: 2, text: 'Old', start: 0 }],
    })
  })

  test('is refused where it is no JSON or has no cells', () => {
    expect(() => extractIpynb(Buffer.from('{'))).toThrow(/not valid JSON/)
    expect(() => extractIpynb(Buffer.from('[null, 7]'))).toThrow(/no text/)
  })
})

test('an Org file has a title, and headings without state, priority, tags and link addresses', () => {
  const text =
    '#+TITLE: My [[https://x.org][notes]]\n\n* TODO [#A] Buy *milk* :home:shop:\ntext * no\n*** Deep\n*bold*\n'
  expect(orgStructure(text)).toEqual({
    title: 'My notes',
    headings: [
      { level: 1, text: 'Buy *milk*', start: text.indexOf('* TODO') },
      { level: 3, text: 'Deep', start: text.indexOf('*** Deep') },
    ],
  })
})

describe('text of a TeX document', () => {
  function textOf(tex: string): string {
    return extractTex(Buffer.from(tex)).text
  }

  test('has title, author and sections, without preamble, comments and commands', () => {
    const tex = `\\documentclass[a4paper]{article}
\\usepackage{x} % a comment
\\title{On \\emph{Tides}}\\author{Ann \\and Bob}
\\begin{document}
\\maketitle
\\section{The Moon}\\label{sec:moon}
It pulls~the \\textbf{sea}, see~\\cite{ann}. % why
It costs 5\\% more.
\\subsection*{Ebb}
\\begin{itemize}
\\item one
\\item two
\\end{itemize}
\\end{document} ignored`
    const { text, headings, title } = extractTex(Buffer.from(tex))
    expect(text).toBe(
      'On Tides\n\nAnn, Bob\n\nThe Moon\n\nIt pulls the sea, see . It costs 5% more.\n\nEbb\n\n- one\n\n- two'.replace(
        'Ann, Bob',
        'Ann, Bob',
      ),
    )
    expect(headings.map((heading) => `${heading.level} ${heading.text}`)).toEqual(['2 The Moon', '3 Ebb'])
    for (const heading of headings) expect(text.slice(heading.start).startsWith(heading.text)).toBe(true)
    expect(title).toBe('On Tides')
  })

  test('has letters for accents and ligatures, and formulas as they are written', () => {
    expect(textOf('G\\"{o}del, Erd\\H{o}s, na\\"{\\i}ve, \\v{S}koda, \\AA ngstr\\"om, stra\\ss e')).toBe(
      'Gödel, Erdős, naïve, Škoda, Ångström, straße',
    )
    expect(textOf("``quoted'' 1--2 --- $x^2$ \\(y\\) \\LaTeX{} a\\,b")).toBe('"quoted" 1–2 — $x^2$ $y$ LaTeX a b')
  })

  test('survives braces that are never closed', () => {
    expect(textOf('\\section{Open and then text')).toContain('Open and then text')
    expect(textOf(`x ${'\\foo['.repeat(2_000)} y`)).toContain('y')
  })
})

describe('text of a calendar', () => {
  const calendar = [
    'BEGIN:VCALENDAR',
    'X-WR-CALNAME:Work',
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'SUMMARY:Meeting\\, weekly',
    'DTSTART;TZID=Europe/Berlin:20240229T143000',
    'DTEND:20240229T153000Z',
    'LOCATION:Room 7',
    'ORGANIZER;CN="Ann; B":mailto:ann@example.org',
    'ATTENDEE:mailto:bob@example.org',
    'DESCRIPTION:First line\\nsecond',
    '  line',
    'BEGIN:VALARM',
    'DESCRIPTION:alarm',
    'END:VALARM',
    'END:VEVENT',
    'BEGIN:VTODO',
    'SUMMARY:Taxes',
    'DUE;VALUE=DATE:20240531',
    'END:VTODO',
    'END:VCALENDAR',
  ].join('\r\n')

  test('has each entry with its time, place, people and description', () => {
    const { text, headings, title } = extractIcs(Buffer.from(calendar))
    expect(text).toBe(
      'Meeting, weekly\n\nWhen: 2024-02-29 14:30 (Europe/Berlin) – 2024-02-29 15:30 UTC\nWhere: Room 7\nOrganizer: Ann; B <ann@example.org>\nPeople: bob@example.org\n\nFirst line\nsecond line\n\nTaxes\n\nWhen: 2024-05-31',
    )
    expect(headings.map((heading) => heading.text)).toEqual(['Meeting, weekly', 'Taxes'])
    expect(title).toBe('Work')
  })

  test('is refused without entries', () => {
    expect(() => extractIcs(Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR'))).toThrow(/no entries/)
  })
})

describe('text of an address book', () => {
  test('has each card with its name as a heading, without pictures', () => {
    const cards = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Ann Bee',
      'item1.EMAIL;TYPE=work:ann@example.org',
      'TEL:+49 1',
      'ORG:Acme;Sales',
      'ADR;TYPE=HOME:;;1 Main St;Town;;12345;DE',
      'NOTE:likes\\ntea',
      'PHOTO;ENCODING=b:AAAA',
      ' BBBB',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=',
      'ller;J=C3=B6rg;;Dr.;',
      'END:VCARD',
    ].join('\n')
    const { text, headings } = extractVcf(Buffer.from(cards))
    expect(text).toBe(
      'Ann Bee\n\nEmail: ann@example.org\nPhone: +49 1\nOrganisation: Acme, Sales\nAddress: 1 Main St, Town, 12345, DE\nNote: likes tea\n\nDr. Jörg Müller',
    )
    expect(headings.map((heading) => heading.text)).toEqual(['Ann Bee', 'Dr. Jörg Müller'])
  })

  test('is refused without cards', () => {
    expect(() => extractVcf(Buffer.from('hello'))).toThrow(/no cards/)
  })
})
