import { appendFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeLibrary, pathsFor, subjects } from '../../test/library-fixture.ts'
import { isJsonlHead } from './jsonl-head.ts'

/** As LEANN writes its passages.jsonl. */
function leannPassages(texts: readonly string[]): string {
  const lines = texts.map((text, i) =>
    JSON.stringify({
      id: String(i),
      text,
      metadata: { file_path: `/home/me/${i}.md`, file_name: `note ${i}.md`, creation_date: '2024-03-01' },
    }),
  )
  return `${lines.join('\n')}\n`
}

const three = [subjects.tea, subjects.volcano, subjects.violin]

describe('a file of passages', () => {
  test('becomes documents of their own, with title, date and place', async () => {
    await using made = await makeLibrary({ 'passages.jsonl': leannPassages(three) })
    const summary = await made.library.index()
    expect(summary).toMatchObject({ added: 3, failed: 0 })
    const { results } = await made.library.search({
      query: 'old instruments from Cremona',
      limit: 1,
      strategy: 'codes',
    })
    expect(results[0]).toMatchObject({
      path: `${made.docs}/passages.jsonl`,
      title: 'note 2.md',
      dated: Date.parse('2024-03-01'),
    })
    const { passages } = await made.library.text({ path: results[0].path, part: results[0].part })
    expect(passages[0].text).toBe(subjects.violin)
  })

  test('is read again where it changed, and only there', async () => {
    await using made = await makeLibrary({ 'passages.jsonl': leannPassages(three) })
    await made.library.index()
    await appendFile(
      `${made.docs}/passages.jsonl`,
      `${JSON.stringify({ text: subjects.penguin, title: 'Penguins' })}\n`,
    )
    const grown = await made.library.index()
    expect([grown.added, grown.embedded]).toEqual([1, 1])
    expect(await pathsFor(made.library, 'birds in the polar night')).toContain(`${made.docs}/passages.jsonl`)
    await writeFile(`${made.docs}/passages.jsonl`, leannPassages([subjects.tea]))
    expect(await made.library.index()).toMatchObject({ removed: 3 })
  })

  test('may have any line ends, empty lines, and lines that are broken or have no text', async () => {
    const lines = ['\uFEFF{"content":"Green tea."}', '', '{"nothing":1}', 'not JSON', '{"body":"A volcano."}']
    await using made = await makeLibrary({ 'mixed.ndjson': lines.join('\r\n') })
    const { added, failed } = await made.library.index()
    expect([added, failed]).toEqual([2, 1])
    expect([...made.library.documents()].map(({ chunks }) => chunks)).toEqual([1, 1])
  })
})

test('JSON Lines of something else are passed over in silence', async () => {
  await using made = await makeLibrary({ 'log.jsonl': '{"event":"login","at":1}\n', 'tea.txt': 'Green tea.' })
  expect(await made.library.index()).toMatchObject({ added: 1, failed: 0 })
})

test.each([
  ['{"id":"1","text":"Tea"}\n', true],
  ['{"id":1, "contents" : "Tea"}', true],
  ['{"text":"the first line goes on and on', true],
  ['{"text":3}\n', false],
  ['{"event":"x"}\n{"text":"later"}', false],
  ['[{"text":"x"}]', false],
  ['text', false],
  ['', false],
])('%j is a file of texts: %s', (head, isOne) => {
  expect(isJsonlHead(Buffer.from(head))).toBe(isOne)
})
