import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeLibrary, sectionsOf, withReader } from '../test/library-fixture.ts'

const names = ['tea', 'volcano', 'mortgage', 'violin', 'penguin'] as const

test('a passage comes with as many neighbours as were asked for, and with its place', async () => {
  await using made = await makeLibrary({ 'long.md': `# All\n\n${sectionsOf(names)}` })
  await made.library.index()
  const path = `${made.docs}/long.md`
  const whole = await made.library.text({ path, after: 100 })
  expect(whole.passages.map(({ index }) => index)).toEqual([...Array(whole.chunks).keys()])
  expect(whole).toMatchObject({ path, title: 'All', kind: 'markdown' })
  const { start, text } = whole.passages[2]
  const around = await made.library.text({ path, at: start + 5, before: 1, after: 1 })
  expect(around.passages).toEqual(whole.passages.slice(1, 4))
  expect(text).toContain(around.passages[1].heading.replace(/^.* /u, ''))
  const first = await made.library.text({ path, before: 3 })
  expect(first.passages).toEqual(whole.passages.slice(0, 1))
})

test('a reader sees what was indexed since, and no text of a file that changed or went away', async () => {
  await using made = await makeLibrary({ 'tea.md': 'Green tea.', 'money.txt': 'A mortgage.' })
  await made.library.index()
  await withReader(made.folder, async (reader) => {
    await writeFile(`${made.docs}/new.txt`, 'Ferns have no flowers.')
    await made.library.index()
    const { passages } = await reader.text({ path: `${made.docs}/new.txt` })
    expect(passages).toEqual([{ index: 0, start: 0, end: 22, heading: '', text: 'Ferns have no flowers.' }])
    await writeFile(`${made.docs}/tea.md`, 'Black tea.')
    expect((await reader.text({ path: `${made.docs}/tea.md` })).passages[0].text).toBe(null)
    await rm(`${made.docs}/money.txt`)
    expect((await reader.text({ path: `${made.docs}/money.txt` })).passages[0].text).toBe(null)
  })
})

test.each([
  ['a document that is not there', { path: '/nowhere.md' }, 'not-found'],
  ['a place beyond the text', { at: 1000 }, 'not-found'],
  ['a place before the text', { at: -1 }, 'bad-request'],
  ['half a passage', { after: 0.5 }, 'bad-request'],
])('%s is refused', async (_what, request, code) => {
  await using made = await makeLibrary({ 'tea.md': 'Green tea.' })
  await made.library.index()
  await expect(made.library.text({ path: `${made.docs}/tea.md`, ...request })).rejects.toMatchObject({ code })
})

test('texts are embedded by the library, the same as its queries', async () => {
  await using made = await makeLibrary({ 'tea.md': 'Green tea.' })
  const [tea, same, nothing] = await made.library.embed(['green tea', 'green tea', ''])
  expect(Math.hypot(...tea)).toBeCloseTo(1, 4)
  expect([...same]).toEqual([...tea])
  expect(Math.hypot(...nothing)).toBe(0)
})
