import { describe, expect, test } from 'vitest'
import { markdownStructure } from './markdown.ts'

function headingsOf(text: string): string[] {
  return markdownStructure(text).headings.map(({ level, text, start }) => `${level} ${text} @${start}`)
}

describe('Markdown headings', () => {
  test('are found in both styles, where their lines begin', () => {
    const text = '# One\n\ntext\n\nTwo\n---\n\n  ### Three ###\nFour\nand more\n====\n'
    expect(headingsOf(text)).toEqual(['1 One @0', '2 Two @13', '3 Three @22', '1 Four and more @38'])
  })

  test('are not looked for in code, comments and front matter', () => {
    const text = [
      '---\n# no: heading\n---',
      '```sh\n# no\n~~~\n```',
      '- item\n\n    ~~~~\n# no\n~~~\n    ~~~~',
      '    # no',
      '<!-- # no\n# no\n-->',
      '## Yes',
      '```\n# unclosed',
    ].join('\n\n')
    expect(headingsOf(text)).toEqual([`2 Yes @${text.indexOf('## Yes')}`])
  })

  test('are no rules, lists, tables or tags', () => {
    expect(
      headingsOf('text\n\n---\n\n- item\n---\n\n| a |\n---\n\n#tag\n\n#\n\n####### seven\n\n> quote\n---\n'),
    ).toEqual([])
  })

  test('read as a person reads them', () => {
    const [heading] = markdownStructure(
      '## The **bold** `code` [link](a.md) ![pic](b.png) <a id="x"></a>snake_case_name {#id}',
    ).headings
    expect(heading.text).toBe('The bold code link pic snake_case_name')
  })

  test('are found with Windows line ends and after a byte order mark', () => {
    expect(headingsOf('\ufeff# One\r\n\r\nTwo\r\n---\r\n')).toEqual(['1 One @1', '2 Two @10'])
  })

  test('have at most 200 characters', () => {
    expect(markdownStructure(`# ${'word '.repeat(100)}`).headings[0].text.length).toBeLessThanOrEqual(200)
  })

  test('end in good time for a megabyte of anything (a quadratic scan would time out)', () => {
    for (const piece of ['# a\n', '`', '```\n', '*a ', '[', '<!--\n', '---\n', 'x\n', ' ', '\\']) {
      expect(markdownStructure(piece.repeat(1_000_000 / piece.length)).headings).toBeInstanceOf(Array)
      expect(markdownStructure(`# ${piece.repeat(100_000)}`).headings).toBeInstanceOf(Array)
    }
  })
})

describe('the title of Markdown', () => {
  test.each([
    ['---\ntitle: Plain title\n---\n# Heading', 'Plain title'],
    ['---\ndate: 2020\ntitle: "Quoted: \\"title\\""\n---\n', 'Quoted: "title"'],
    ["---\ntitle: 'It''s quoted'\n---\n", "It's quoted"],
    ['---\ntitle: >\n  over two\n  lines\nother: x\n---\n', 'over two lines'],
    ['+++\ntitle = "From TOML"\n+++\n', 'From TOML'],
    ['---\r\ntitle: Windows\r\n---\r\n', 'Windows'],
    ['---\ndate: 2020\n---\n## Second\n# First', 'First'],
    ['# One\n# Two', 'One'],
    ['no heading', ''],
    ['---\ntitle: never closed', ''],
  ])('of %j is %j', (text, title) => {
    expect(markdownStructure(text).title).toBe(title)
  })
})
