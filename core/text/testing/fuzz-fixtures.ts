import { makeDocx, paragraph } from './docx-fixture.ts'
import {
  biff,
  biffString,
  cellAt,
  float64,
  makeDoc,
  makeMsg,
  makeOldDoc,
  makePpt,
  makeXls,
} from './old-office-fixture.ts'
import { makeEpub, makeOpenDocument, makePptx, makeXlsx, shape } from './package-fixture.ts'
import { makePdf } from './pdf-fixture.ts'
import { uint32s } from './compound-fixture.ts'

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content))

/** A small healthy file of every format, by the name that it is read under. */
export function fuzzFixtures(): Readonly<Record<string, Uint8Array>> {
  return {
    'a.pdf': makePdf({
      pages: [['One page', 'of text'], ['Another']],
      title: 'Title',
      outline: [{ title: 'Another', page: 1 }],
    }),
    'a.docx': makeDocx({
      body: paragraph('Words and') + paragraph('more'),
      styles: '<w:style w:styleId="x"/>',
      title: 'T',
    }),
    'a.pptx': makePptx([
      { shapes: shape('Title', 'title') + shape('body'), notes: 'spoken' },
      { shapes: shape('two') },
    ]),
    'a.xlsx': makeXlsx({
      sheets: { One: '<row><c t="s"><v>0</v></c><c s="1"><v>45351</v></c></row>' },
      strings: ['<t>shared</t>'],
      styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    }),
    'a.odt': makeOpenDocument({ kind: 'text', body: '<text:h>Head</text:h><text:p>Words</text:p>' }),
    'a.odp': makeOpenDocument({ kind: 'presentation', body: '<draw:page><text:p>Slide</text:p></draw:page>' }),
    'a.ods': makeOpenDocument({
      kind: 'spreadsheet',
      body: '<table:table table:name="S"><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>',
    }),
    'a.epub': makeEpub({
      chapters: { 'a.xhtml': '<html><body><h1>One</h1><p>Words</p></body></html>' },
      spine: ['a.xhtml'],
    }),
    'a.doc': makeDoc({
      paragraphs: [
        { text: 'Head\r', style: 1 },
        { text: 'Words \u0013x\u0014y\u0015\r' },
        { text: 'c\u0007', isInTable: true },
      ],
    }),
    'old.doc': makeOldDoc(text('Words of old\rand more'), 1251),
    'a.xls': makeXls({
      globals: [biff(0xe0, Uint8Array.of(0, 0, 14, 0)), biff(0xfc, uint32s([1, 1]), biffString('shared'))],
      cells: [
        biff(0xfd, cellAt(0, 0), uint32s([0])),
        biff(0x203, cellAt(0, 1), float64(45351)),
        biff(0x204, cellAt(1, 0), biffString('x')),
      ],
    }),
    'a.ppt': makePpt([
      { title: 'Tides', box: 'moon', notes: 'say' },
      { title: 'Ebb', box: 'sea', notes: 'bow' },
    ]),
    'a.msg': makeMsg(
      { '0037': 'Subject', '0C1A': 'Ann', '__attach_version1.0_#00000000/3707': 'map.png' },
      {
        '__substg1.0_10090102': Buffer.from(
          '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
          'hex',
        ),
      },
    ),
    'a.rtf': text(
      "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 A;}}{\\stylesheet{\\s1 heading 1;}}\\s1 Head\\par\\pard \\f0 \\'e4\\u8364 ?\\trowd\\intbl a\\cell\\row{\\footnote n}}",
    ),
    'a.html': text(
      '<!doctype html><title>T</title><main><h1>Head</h1><p>Words &amp; more<table><tr><td>a<td>b</table></main><footer>f</footer>',
    ),
    'a.xml': text(
      '<?xml version="1.0"?><book><title>T</title><section><title>S</title><para>Words &lt;</para></section></book>',
    ),
    'a.eml': text(
      'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nFrom: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nW=C3=B6rter=\r\n\r\n--x--\r\n',
    ),
    'a.ipynb': text(
      '{"cells":[{"cell_type":"markdown","source":["# Head"]},{"cell_type":"code","source":"x","outputs":[{"text":"y"}]}]}',
    ),
    'a.tex': text(
      '\\documentclass{a}\\title{T}\\begin{document}\\section{S}W\\"orter \\textbf{x} % c\n\\end{document}',
    ),
    'a.org': text('#+TITLE: T\n* TODO Head :tag:\nWords\n'),
    'a.ics': text(
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Meet\r\nDTSTART;TZID=X:20240229T120000\r\nDESCRIPTION:a\\nb\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    ),
    'a.vcf': text('BEGIN:VCARD\nFN:Ann\nTEL;TYPE=home:1\nN;ENCODING=QUOTED-PRINTABLE:M=C3=BC\nEND:VCARD\n'),
    'a.md': text('---\ntitle: T\n---\n# Head\n\nWords\n```\ncode\n```\n'),
    'a.rst': text('Title\n=====\n\nWords\n\nSection\n-------\n'),
    'a.txt': text('Plain words, Grüße, 世界.\n'),
    'wide.txt': Buffer.from('\ufeffWide words\n', 'utf16le'),
    'a.csv': text('a,b\n1,"two"\n'),
    'a.ts': text('export function f(): void {}\nconst x = 1\n'),
  }
}
