import { utimes, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeLibrary, sectionsOf, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { makePdf } from '../text/testing/pdf-fixture.ts'
import type { SearchAnswer, SearchRequest } from '../types.ts'

/** One library for all tests here; none of them changes it. */
let made: TestLibrary

beforeAll(async () => {
  made = await makeLibrary({
    'tea.md': `# Green tea\n\n${subjects.tea}\n`,
    'copies/tea-again.md': `# Green tea\n\n${subjects.tea}\n`,
    'copies/tea-edited.txt': subjects.tea.replace('three small cups', 'four small cups'),
    'reports/2024/budget.txt':
      'The annual budget was approved in March. Spending on roads rises, spending on schools falls.',
    'reports/plan.txt': 'A budget is drawn up for the annual meeting. The roads need repair before the winter.',
    'nature/volcano.txt': subjects.volcano,
    'nature/all.md': sectionsOf(['volcano', 'penguin', 'violin', 'tea', 'mortgage']),
    'code/reader.txt': 'Call os.path.joinAll() in C++ code. The recipient must receive every message that was sent.',
    'kaese.txt': `Die Häuser der Stadt sind alt. ${'Der Käse wird in den Häusern der Bauern gemacht und auf dem Markt verkauft. '.repeat(4)}`,
    'many.md': `# Lighthouses\n\n${Array.from({ length: 12 }, (_, i) => `## Part ${i}\n\n${`The lighthouse number ${i} shines over the harbour of town ${i}. `.repeat(30)}\n`).join('\n')}`,
    'long.txt': Array.from({ length: 900 }, (_, i) => `place${i}`).join(' '),
    'harbour.txt': 'Ships wait outside the harbour until the pilot comes aboard; a lighthouse shows them the way.',
  })
  const pages = [['The report of the fishing board.'], ['Cod was plenty.'], ['The herring quota was cut.']]
  await writeFile(`${made.docs}/fish.pdf`, makePdf({ pages }))
  const old = new Date(2020, 4, 5)
  await utimes(`${made.docs}/reports/plan.txt`, old, old)
  await utimes(`${made.docs}/kaese.txt`, old, old)
  await made.library.index()
})

afterAll(() => made[Symbol.asyncDispose]())

function search(query: string, more: Partial<SearchRequest> = {}): Promise<SearchAnswer> {
  return made.library.search({ query, limit: 10, strategy: 'codes', ...more })
}

async function names(query: string, more: Partial<SearchRequest> = {}): Promise<string[]> {
  const { results } = await search(query, more)
  return [...new Set(results.map(({ path }) => path.slice(made.docs.length + 1)))]
}

describe('a phrase', () => {
  test('is found as written only, and meaning is off', async () => {
    const { results, notes, chips } = await search('"annual budget"')
    expect(results.map(({ path }) => path)).toEqual([made.tree.at('docs/reports/2024/budget.txt')])
    expect(results[0].why).toBe('Found because it says exactly “annual budget”.')
    expect(notes.join()).toContain('meaning is off')
    expect(chips).toMatchObject([{ kind: 'phrase', start: 0, end: 15, label: 'exactly “annual budget”' }])
  })

  test('may have words between where it says so', async () => {
    expect((await names('"budget annual"~6')).toSorted()).toEqual(['reports/2024/budget.txt', 'reports/plan.txt'])
    expect(await names('"budget roads"~2')).toEqual([])
    const { results, notes, chips } = await search('"approved budget"~6')
    expect(results[0].why).toBe('Found because it says “approved” and “budget” near each other.')
    expect(notes).toEqual(['Words near each other are looked for as written, in any order; search by meaning is off.'])
    expect(chips[0].label).toBe('near each other “approved budget”, at most 6 words between')
  })

  test('is named where it is what a passage says of several', async () => {
    const { results } = await search('"annual budget" OR "small cups"')
    const budget = results.find(({ path }) => path.endsWith('budget.txt'))
    expect(budget?.why).toBe('Found because it says exactly “annual budget”.')
  })

  test('and a beginning of words choose the sentence that is shown', async () => {
    const far = `${'It is about other things than this. '.repeat(12)}The heronries of the lake are old.`
    await using library = await makeLibrary({ 'lake.txt': far })
    await library.library.index()
    for (const query of [
      'heron*',
      'things heron*',
      '"heronries of the lake"',
      'it is about other things than this heronnries',
    ]) {
      const { results } = await library.library.search({ query, limit: 3, strategy: 'codes' })
      expect(results[0].snippet).toContain('heronries')
    }
  })
})

describe('a phrase that begins at the end of a passage and ends in the next', () => {
  let last = ''
  let first = ''
  let start = 0
  const file = 'long.txt'

  beforeAll(async () => {
    const { passages } = await made.library.text({ path: `${made.docs}/${file}`, at: 0, after: 3 })
    last = passages[1].text?.trim().split(' ').at(-1) ?? ''
    first = passages[2].text?.trim().split(' ')[0] ?? ''
    start = passages[1].start
  })

  test('is found where it begins', async () => {
    expect(`${last} ${first}`).toMatch(/^place\d+ place\d+$/)
    const { results } = await search(`"${last} ${first}"`)
    expect(results.map((hit) => [hit.path, hit.start])).toEqual([[`${made.docs}/${file}`, start]])
    expect(await names(`"${first} ${last}"~3`)).toEqual([file])
    expect(await names(`"${first} ${last}"`)).toEqual([])
  })

  test('is found where it goes on through the whole of the next and ends in the third', async () => {
    const { passages } = await made.library.text({ path: `${made.docs}/${file}`, at: 0, after: 4 })
    const whole = passages[2].text?.trim() ?? ''
    const third = passages[3].text?.trim().split(' ')[0] ?? ''
    const { results } = await search(`"${last} ${whole} ${third}"`)
    expect(results.map((hit) => [hit.path, hit.start])).toEqual([[`${made.docs}/${file}`, start]])
    expect(await names(`"${first} ${whole} ${third}"`)).toEqual([])
  })

  test('is left out where it is not wanted', async () => {
    expect(await names('place7')).toContain(file)
    expect(await names(`place7 -"${last} ${first}"`)).not.toContain(file)
    expect(await names(`place7 -"${first} ${last}"`)).toContain(file)
  })
})

describe('a place in a file', () => {
  test('is the line where the snippet begins', async () => {
    const { results } = await search('lighthouse harbour town 7', { ranking: 'words' })
    const hit = results.find(({ heading }) => heading === 'Part 7')
    // A title, a blank line, and four lines a part.
    expect(hit).toMatchObject({ path: made.tree.at('docs/many.md'), line: 3 + 7 * 4 + 2 })
    expect(hit?.page).toBeUndefined()
  })

  test('is the page of a PDF', async () => {
    const { results } = await search('herring quota', { ranking: 'words' })
    expect(results[0]).toMatchObject({ kind: 'pdf', page: 3 })
    expect(results[0].line).toBeUndefined()
  })
})

describe('what is left out', () => {
  test('leaves out every document that says it anywhere', async () => {
    expect(await names('volcano')).toEqual(expect.arrayContaining(['nature/volcano.txt', 'nature/all.md']))
    const left = await names('volcano -penguin')
    expect(left).toContain('nature/volcano.txt')
    expect(left).not.toContain('nature/all.md')
    expect(await names('roads -"annual budget"')).not.toContain('reports/2024/budget.txt')
    expect(await names('roads -"annual budget"')).toContain('reports/plan.txt')
  })
})

describe('alternatives and beginnings', () => {
  test('are each in what is found', async () => {
    const found = await names('penguin OR volcano')
    expect(found.toSorted()).toEqual(['nature/all.md', 'nature/volcano.txt'])
    expect(await names('appr*')).toEqual(['reports/2024/budget.txt'])
    expect(await names('spendin*')).toEqual(['reports/2024/budget.txt'])
    expect(await names('zzz*')).toEqual([])
  })
})

describe('filters', () => {
  test('act before candidates are chosen: the page fills from what fits', async () => {
    const found = await names('tea', { limit: 10 })
    // Which of the copies stands for them is the model's to say.
    expect(found.filter((name) => name.includes('tea'))).toHaveLength(1)
    const filtered = await search('tea in:reports')
    expect(filtered.results.map(({ path }) => path).every((path) => path.includes('/reports/'))).toBe(true)
    expect(filtered.results).toHaveLength(2)
    expect(filtered.chips).toMatchObject([{ kind: 'filter', start: 4, end: 14, label: 'in the folder “reports”' }])
  })

  test('alone list documents, newest first', async () => {
    const { results } = await search('in:reports')
    expect(results.map(({ path }) => path.split('/').at(-1))).toEqual(['budget.txt', 'plan.txt'])
    expect(results[0].why).toBe('Found because it is in the folder “reports”.')
    expect(await names('before:2021 in:reports')).toEqual(['reports/plan.txt'])
    // Nothing was asked that a sentence could answer.
    expect(results.map(({ best }) => best)).toEqual(results.map(() => undefined))
    const [{ snippet, best }] = (await search('green tea')).results
    expect(snippet.slice(best?.start, best?.end)).toMatch(/tea/iu)
  })

  test('alone fill the page where documents repeat each other', async () => {
    const { results } = await search('path:tea OR path:kaese', { limit: 2 })
    expect(results.map(({ also }) => also.length)).toEqual([2, 0])
    expect(results[1].path).toBe(made.tree.at('docs/kaese.txt'))
  })

  test('that nothing fits say so', async () => {
    const { results, notes } = await search('tea type:epub')
    expect(results).toEqual([])
    expect(notes).toEqual(['No document is of type epub. There are: markdown, pdf and text.'])
    expect((await search('tea type:pdf in:reports')).notes).toEqual([
      'Nothing was found among documents of type pdf and in the folder “reports”.',
    ])
  })

  test('that no document passes are named, with what there is instead', async () => {
    const notesOf = async (query: string): Promise<readonly string[]> => (await search(query)).notes
    expect(await notesOf('tea in:nowhere type:md')).toEqual(['No document is in the folder “nowhere”.'])
    expect(await notesOf('tea in:report')).toEqual(['No document is in the folder “report”. Did you mean “reports”?'])
    expect(await notesOf('tea type:markdwn')).toEqual(['No document is of type markdwn. Did you mean “markdown”?'])
    expect(await notesOf('tea type:amrkdown')).toEqual(['No document is of type amrkdown. Did you mean “markdown”?'])
    expect(await notesOf('tea lang:fr')).toEqual(['No document is written in French. There are: German and English.'])
    expect(await notesOf('tea source:mail')).toEqual(['No document is from mail. There are: folder.'])
    expect(await notesOf('tea from:nobody before:1900')).toEqual([
      'No document is sent by “nobody”.',
      'No document is dated before 1 January 1900.',
    ])
  })

  test('of one value that are asked for twice are said as either', async () => {
    const { results } = await search('lang:de lang:en')
    expect(new Set(results.map(({ why }) => why))).toEqual(
      new Set(['Found because it is written in German or written in English.']),
    )
  })

  test('that pass because of others, or leave nothing out, are named as well', async () => {
    const { results, notes } = await search('budget in:nowhere OR in:reports')
    expect(results.length).toBeGreaterThan(0)
    expect(notes).toEqual(['No document is in the folder “nowhere”.'])
    expect((await search('budget -in:repots')).notes).toEqual([
      'No document is in the folder “repots”. Did you mean “reports”?',
    ])
    expect((await search('budget in:reports -in:nature')).notes).toEqual([])
  })
})

describe('words', () => {
  test('are found in the forms of the language of their document', async () => {
    expect((await search('Haus Käse', { ranking: 'words' })).results[0].path).toContain('kaese.txt')
    expect(await names('lang:de')).toEqual(['kaese.txt'])
  })

  test('may be slips in their form of any language', async () => {
    const { results, notes } = await search('receipients', { ranking: 'words' })
    expect(results[0].path).toContain('reader.txt')
    expect(notes).toEqual(['Hardly anything says “receipients”, so “recipient” was looked for as well.'])
  })

  test('may be slips in an ending that their stem does not have', async () => {
    // The dictionary has 'spend'.
    const { notes } = await search('spendinng', { ranking: 'words' })
    expect(notes).toEqual(['Hardly anything says “spendinng”, so “spending” was looked for as well.'])
  })

  test('that nothing has are looked for as what they may be a slip for, and a line says so', async () => {
    const { results, notes } = await search('recieve mesage', { ranking: 'words' })
    expect(results[0].path).toContain('reader.txt')
    expect(notes).toEqual([
      'Hardly anything says “recieve”, so “receive” was looked for as well.',
      'Hardly anything says “mesage”, so “message” was looked for as well.',
    ])
    expect(results[0].why).toBe('Found because it says “receive” and “message”.')
  })
})

describe('names', () => {
  test('of files and folders are found like words', async () => {
    expect((await search('budget.txt')).results[0].path).toContain('budget.txt')
    expect((await search('tea again copies')).results[0].path).toContain('copies/tea')
    expect((await search('reader txt')).results[0].path).toContain('reader.txt')
  })
})

describe('a query that the model does not read', () => {
  test('finds nothing by meaning, and says so', async () => {
    for (const query of ['مرحبا بالعالم', 'Ελληνικά', '你好']) {
      const { results, notes } = await search(query)
      expect(results).toEqual([])
      expect(notes).toEqual(["The library's model knows no word of this query; only words can find something."])
    }
    expect((await search('Käse')).results[0].path).toContain('kaese.txt')
  })
})

describe('an order for people', () => {
  test('has copies and near copies once, with where else they are', async () => {
    const { results } = await search('green tea brewed below boiling -penguin', { limit: 5 })
    const places = [results[0], ...results[0].also].map(({ path }) => path.slice(made.docs.length + 1))
    expect(places.toSorted()).toEqual(['copies/tea-again.md', 'copies/tea-edited.txt', 'tea.md'])
  })

  test('has three passages of one document before others have had theirs', async () => {
    const { results } = await search('lighthouse harbour', { limit: 8 })
    const documents = results.map(({ document }) => document)
    expect(new Set(documents.slice(0, 4)).size).toBeGreaterThan(1)
    expect(documents).toHaveLength(8)
  })
})

describe('odd input', () => {
  test.each([
    '...',
    '((((',
    '\\d+[a-z]*$',
    '🎉🎉',
    'שלום',
    'a\0b',
    'OR',
    '*',
    '"',
    '--',
    'C:\\x',
    '12:30',
    'x'.repeat(9000),
  ])('%j is answered', async (query) => {
    const { results } = await search(query)
    expect(Array.isArray(results)).toBe(true)
  })

  test.each(['-tea', 'fruit:apple', 'x on:someday', ' \0 ', 'y'.repeat(100_000)])('%j is refused in words', (query) =>
    expect(search(query)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('Expected') }),
  )
})

test('an answer by words alone comes before the whole one', async () => {
  const partial: SearchAnswer[] = []
  const whole = await made.library.search(
    { query: 'hot drinks of tea', limit: 5, strategy: 'codes' },
    undefined,
    (answer) => partial.push(answer),
  )
  expect(partial).toHaveLength(1)
  expect(partial[0].results[0].path).toMatch(/tea/)
  expect(partial[0].stats.recomputed).toBe(0)
  expect(whole.results.length).toBeGreaterThanOrEqual(partial[0].results.length)
})

describe('odd input', () => {
  test.each([
    ['a quotation mark without a partner', 'say "green tea'],
    ['signs of a regular expression', '(tea|magma)[a-z]+\\d{3}$ ^.*?'],
    ['right to left', 'שלום tea مرحبا'],
    ['emoji', '🎉🍵 tea'],
    ['NULs and other control characters', '\0tea\0green\u0007'],
    ['half of a pair', 'tea \ud800'],
    ['a very long word', `tea ${'x'.repeat(9000)}`],
    ['thousands of words', 'tea leaves '.repeat(900)],
  ])('%s: an answer', async (_, query) => {
    const { results } = await search(query)
    expect(results.length).toBeGreaterThan(0)
  })

  test.each([
    ['100,000 characters', 'tea '.repeat(25_000), /at most 10,000 characters, got 99,999/],
    ['nothing', ' \0 ', /got nothing/],
    ['exclusions only', '-tea -"big cat"', /exclusions only/],
    ['an operator that is none', 'fruit:apple', /fruit:/],
  ])('%s: a message that says what to do', async (_, query, message) => {
    await expect(search(query)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(message) })
  })

  test('signs alone: an answer without results, or by meaning', async () => {
    for (const query of ['???', '"" ""', '~~~', '🎉']) expect((await search(query)).query).toBe(query)
  })
})

test('a query without a word that the model knows says so, where meaning is asked', async () => {
  const isTold = async (query: string, more?: Partial<SearchRequest>): Promise<boolean> =>
    (await search(query, more)).notes.some((note) => note.includes('knows no word of this query'))
  expect(await isTold('☃')).toBe(true)
  expect(await isTold('☃', { ranking: 'meaning' })).toBe(true)
  expect(await isTold('☃', { ranking: 'words' })).toBe(false)
  expect(await isTold('☃ tea')).toBe(false)
})
