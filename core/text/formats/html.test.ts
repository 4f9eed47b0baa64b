import { describe, expect, test } from 'vitest'
import { extractHtml, extractHtmlText } from './html.ts'

function textOf(html: string): string {
  return extractHtmlText(html).text
}

describe('text of a page', () => {
  test('has its blocks apart and its white space folded', () => {
    const page =
      '<body><div>One\n  two<b>three</b> <i>four</i></div><p>Five</p>\n\n<p>Six<br>seven<br><br>eight</p></body>'
    expect(textOf(page)).toBe('One twothree four\n\nFive\n\nSix\nseven\n\neight')
  })

  test('leaves out what is not read', () => {
    const page =
      '<head><title>T</title><style>a{}</style></head><nav>menu</nav><script>x()</script><p>text</p><noscript>on!</noscript><template>t</template><svg><title>s</title><text>pic</text></svg>'
    expect(extractHtmlText(page)).toEqual({ text: 'text', title: 'T', headings: [] })
  })

  test('survives a head that is never closed', () => {
    expect(extractHtmlText('<head><title>T</title><h1>Here</h1>').text).toBe('Here')
  })

  test('keeps list items and table cells apart', () => {
    expect(textOf('<ul><li>one</li><li><p>two</p></li><li></li></ul>after')).toBe('- one\n- two\n\nafter')
    const table = '<table><tr><th>Name</th><th><p>Age</p></th></tr><tr><td></td><td>7</td></tr></table>end'
    expect(textOf(table)).toBe('Name | Age\n7\n\nend')
    expect(textOf('<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>')).toBe('a\n\nb\n\nc')
    expect(textOf('<table><tr><td>a</td><td><ul><li>b</li></ul></td><td>c</td></tr></table>')).toBe('a\n- b | c')
  })

  test('keeps the lines of preformatted text', () => {
    expect(textOf('<pre>if (a &lt; b)\r\n  c()  \n\n\n\nd</pre>x')).toBe('if (a < b)\n  c()\n\nd\n\nx')
  })

  test('decodes entities', () => {
    expect(extractHtmlText('<title>A &amp; B</title>caf&eacute;&nbsp;&#x1f600;&#0;')).toMatchObject({
      text: 'café 😀�',
      title: 'A & B',
    })
  })

  test('has headings where their lines begin', () => {
    const { text, headings, title } = extractHtmlText(
      '<p>x</p><h1>A <b>B</b></h1><ul><li><h3>C</h3></li></ul><h2> </h2>y',
    )
    expect(headings.map(({ level, text }) => `${level} ${text}`)).toEqual(['1 A B', '3 C'])
    for (const heading of headings) expect(text.slice(heading.start)).toMatch(new RegExp(`^${heading.text}\n`))
    expect(title).toBe('A B')
  })

  test('replaces lone surrogates', () => {
    expect(textOf('a\ud800b')).toBe('a\ufffdb')
  })

  test('reads XHTML with a script that closes itself', () => {
    expect(
      textOf('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script src="x"/><p>here</p></html>'),
    ).toBe('here')
  })

  test('ends in good time for megabytes of tags (a quadratic scan would time out)', () => {
    const table = `<table>${'<tr><td>a</td><td>b</td></tr>'.repeat(100_000)}</table>`
    expect(textOf(table)).toHaveLength(100_000 * 'a | b\n'.length - 1)
    expect(extractHtmlText('<h2>a</h2>'.repeat(100_000)).headings).toHaveLength(100_000)
    expect(textOf(`${'<div>'.repeat(20_000)}x`)).toBe('x')
  })
})

test('a page that is not UTF-8 is read in the charset it declares', () => {
  const page = Buffer.from('<meta charset="iso-8859-2"><p>\xb1\xe6\xea</p>', 'latin1')
  expect(extractHtml(page).text).toBe('ąćę')
  const older = Buffer.from(
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xe4\xe0</p>',
    'latin1',
  )
  expect(extractHtml(older).text).toBe('да')
})
