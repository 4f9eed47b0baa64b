import { describe, expect, test } from 'vitest'
import { extractRtf } from './rtf.ts'

function textOf(rtf: string): string {
  return extractRtf(Buffer.from(rtf, 'latin1')).text
}

describe('text of a Rich Text document', () => {
  test('has paragraphs, line breaks, tabs, and typographic characters', () => {
    expect(
      textOf('{\\rtf1 One\\tab two\\line three\\par\n\\ldblquote four\\rdblquote\\~five\\_six \\emdash\\{\\}\\\\}'),
    ).toBe('One two\nthree\n\n“four” five-six —{}\\')
  })

  test('reads Unicode, and skips what stands for it in readers without', () => {
    expect(textOf("{\\rtf1\\uc1 \\u19990?\\u-32763\\'3f x{\\uc2\\u8364 EU}\\u233 e}")).toBe('世者 x€é')
    expect(textOf('{\\rtf1\\u-10179 ?\\u-8704 ?}')).toBe('😀')
  })

  test('reads bytes in the code page of the document or of the font', () => {
    expect(textOf("{\\rtf1\\ansi\\ansicpg1251 \\'e4\\'e0}")).toBe('да')
    const fonts = '{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset128 Gothic;}{\\f2\\fcharset204 Cyr;}}'
    // The second byte of 表 is a backslash, that of ア a letter.
    expect(textOf(`{\\rtf1\\ansi${fonts}\\f1 \\'95\\'5c\\'83A\\f2 \\'e4\\'e0\\f0  caf\\'e9}`)).toBe('表アда café')
  })

  test('has headings by style and by outline level, and the title of its information', () => {
    const styles = '{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 Titre 1;}{\\s2 heading 2;}}'
    const { text, headings, title } = extractRtf(
      Buffer.from(
        `{\\rtf1{\\info{\\title My Title}{\\author Me}}${styles}\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard\\outlinelevel2 C\\par\\pard text}`,
      ),
    )
    expect(text).toBe('A\n\nB\n\nC\n\ntext')
    expect(headings.map((heading) => `${heading.level} ${heading.text} ${heading.start}`)).toEqual([
      '1 A 0',
      '2 B 3',
      '3 C 6',
    ])
    expect(title).toBe('My Title')
  })

  test('has rows as lines, lists as items, footnotes at the end', () => {
    const row = '\\trowd\\pard\\intbl a\\cell b\\cell\\row\\trowd\\pard\\intbl c\\cell\\cell\\row'
    const list = '\\pard{\\listtext\\tab 1.}one\\par{\\listtext\\tab 2.}two\\par'
    expect(textOf(`{\\rtf1 ${row}${list}\\pard end{\\footnote A note.}\\par}`)).toBe(
      'a | b\nc\n\n- one\n- two\n\nend\n\nA note.',
    )
  })

  test('leaves out pictures, headers, deleted and hidden text, field codes, and what it does not know', () => {
    const parts =
      '{\\pict\\bin5 }}}}}ab}{\\header head}{\\v hidden}{\\deleted gone}{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}{\\*\\unknown x}'
    expect(textOf(`{\\rtf1 a${parts}b}`)).toBe('alinkb')
  })

  test('reads the text of shapes, and a mark of an unknown destination only where a group begins', () => {
    expect(
      textOf('{\\rtf1{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt in a box\\par}}}{\\b\\*\\cs7 bold}}'),
    ).toBe('in a box\n\nbold')
  })

  test('ends where the document ends', () => {
    expect(textOf('{\\rtf1 text}rubbish')).toBe('text')
  })

  test('is refused without text, and where it nests without end', () => {
    expect(() => textOf('{\\rtf1{\\*\\x y}}')).toThrow(/no text/)
    expect(() => textOf(`{\\rtf1 ${'{'.repeat(1_000_001)}`)).toThrow(/deep/)
  })

  test('is read however deep its groups are, short of that', () => {
    expect(textOf(`{\\rtf1 ${'{\\b '.repeat(50_000)}deep${'}'.repeat(50_000)} after}`)).toBe('deep after')
  })

  test('is read to its end when it is cut off anywhere', () => {
    const whole = "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}Hello \\'e9\\u8364 ?\\par more\\bin3 abc}"
    for (let length = 31; length < whole.length; length++) expect(textOf(whole.slice(0, length))).toMatch(/^He/)
  })
})
