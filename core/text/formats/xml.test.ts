import { describe, expect, test } from 'vitest'
import { extractXml } from './xml.ts'

describe('text of XML', () => {
  test('has a line for each element that is not in the middle of a sentence', () => {
    const xml = '<list><name>One</name><item>Some <b>bold</b> words</item></list>'
    expect(extractXml(Buffer.from(xml)).text).toBe('One\nSome bold words')
  })

  test('knows the sections of DocBook and their titles', () => {
    const xml = '<article><title>Bread</title><section><title>Flour</title><para>White.</para></section></article>'
    const { text, title, headings } = extractXml(Buffer.from(xml))
    expect(text).toBe('Bread\n\nFlour\n\nWhite.')
    expect(title).toBe('Bread')
    expect(headings.map(({ level, text, start }) => `${level} ${text} @${start}`)).toEqual(['1 Bread @0', '2 Flour @7'])
  })

  test('expands no entities of a document type, and reads damaged files as far as they go', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;">]><a>&c; safe</a>'
    expect(extractXml(Buffer.from(bomb)).text).not.toContain('boom')
    expect(extractXml(Buffer.from('<a><b>text</a><c')).text).toBe('text')
  })

  test('is decoded as its declaration says', () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xe4\xe0</a>', 'latin1')
    expect(extractXml(xml).text).toBe('да')
  })
})

test('CNXML: title, sections, lists, notes, definitions, references', () => {
  const xml = `<document xmlns="http://cnx.rice.edu/cnxml"><title>Tides</title>
    <metadata xmlns:md="http://cnx.rice.edu/mdml"><md:title>Tides</md:title><md:uuid>123</md:uuid></metadata>
    <content><para>See (<link target-id="f"/>) and <link url="u">this</link>.</para>
      <section><title>The <emphasis>Moon</emphasis></title><list><item>near</item><item>far</item></list>
        <note><title>Note</title><para>It pulls<footnote>gently</footnote>.</para></note>
        <section><title>Deep</title><para><m:math xmlns:m="m"><m:mi>x</m:mi><m:mo>+</m:mo><m:mn>1</m:mn></m:math></para></section>
      </section></content>
    <glossary><definition><term>tide</term><meaning>rise of the sea</meaning></definition></glossary></document>`
  const { text, title, headings } = extractXml(Buffer.from(xml))
  expect(title).toBe('Tides')
  expect(text).toBe(
    'Tides\n\nSee (…) and this.\n\nThe Moon\n\n- near\n- far\n\nNote\n\nIt pulls (gently).\n\nDeep\n\nx+1\n\nGlossary\n\ntide: rise of the sea',
  )
  expect(headings.map((heading) => `${heading.level} ${heading.text}`)).toEqual([
    '1 Tides',
    '2 The Moon',
    '3 Deep',
    '2 Glossary',
  ])
})
