import { describe, expect, test } from 'vitest'
import { sentencesOf, shownSentencesOf, snippetAround, snippetLength } from './sentences.ts'

describe('sentences', () => {
  test('end where a person would end them', () => {
    expect(sentencesOf('Tea is hot. It cools! "Really?" Yes, at approx. five degrees.')).toEqual([
      'Tea is hot.',
      'It cools!',
      '"Really?"',
      'Yes, at approx. five degrees.',
    ])
  })

  test('of Chinese and Japanese end without a space', () => {
    expect(sentencesOf('茶很热。水很冷。')).toEqual(['茶很热。', '水很冷。'])
  })

  test('end at empty lines and list items, carry no mark-up, and leave headings out', () => {
    const text = '# Tea\n\nA [green](http://x) **leaf**.\n\n- first\n- `second`\n<b>Bold</b> move\n\n=====\n\n> quoted'
    expect(sentencesOf(text)).toEqual(['A green leaf.', 'first', 'second Bold move', 'quoted'])
  })

  test('are the headings where there is nothing else', () => {
    expect(sentencesOf('# Tea\n\n## Green tea\n')).toEqual(['Tea', 'Green tea'])
  })

  test('are not taken from comments, closed or cut off by the end of the chunk', () => {
    expect(sentencesOf('<!-- Old. Do not\nremove. --> Tea is hot. <!-- More. ')).toEqual(['Tea is hot.'])
    expect(sentencesOf('Tea is hot.\n<!-- Old.\n\nIt cools.')).toEqual(['Tea is hot.', 'It cools.'])
  })

  test('of code begin with no sign of a comment, and other slashes and stars stay', () => {
    expect(sentencesOf('/** The pecan scale. */\nexport const pecan = 3')).toEqual([
      'The pecan scale.',
      'export const pecan = 3',
    ])
    expect(sentencesOf('/**\n * Adds walnuts\n */\nfunction add() {}')).toEqual(['Adds walnuts function add() {}'])
    expect(sentencesOf('/// Adds.\n// Well, mostly.\nf(a /* first */)')).toEqual(['Adds.', 'Well, mostly. f(a first )'])
    for (const text of ['Files of src/*/x and https://a.b', 'a */x', '`/*` begins one'])
      expect(sentencesOf(text)).toEqual([text.replaceAll('`', '')])
  })

  test('of what has no letter or number are none', () => {
    expect(sentencesOf('--- *** !!!\n\n???')).toEqual([])
    expect(sentencesOf('')).toEqual([])
  })
})

describe('what a snippet is made of', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `Station ${i},2024-05,${i},${i === 30 ? 'hail' : 'dry'}`)

  test('are lines where there are no sentences: the row of a table that was meant is one of the first', () => {
    const shown = shownSentencesOf(rows.join('\n'), false)
    expect(sentencesOf(rows.join('\n'))).toHaveLength(1)
    const found = shown.filter((lines) => lines.includes('hail'))
    expect(found).toEqual([expect.stringContaining('Station 30,2024-05,30,hail')])
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(120)
    expect(shown.join(' ')).toBe(rows.join(' '))
  })

  test('are the sentences where there are some', () => {
    const text = 'Tea is hot.\nIt **cools**\nslowly.'
    expect(shownSentencesOf(text, false)).toEqual(sentencesOf(text))
  })

  test('of code keep every sign, and lines that begin as headings do', () => {
    const code =
      '# restart nightly\ndef __init__(self):\n    self.map = HashMap<u64, Session>()\n\n# and more\nx = a * b'
    expect(shownSentencesOf(code, true)).toEqual([
      '# restart nightly def __init__(self): self.map = HashMap<u64, Session>()',
      '# and more x = a * b',
    ])
  })
})

describe('a snippet', () => {
  const sentences = Array.from({ length: 10 }, (_, i) => `Sentence number ${i} has a few words in it, no more.`)

  test('begins with the best sentence and takes what fits of those after it', () => {
    const { text: snippet, best } = snippetAround(sentences, 3)
    expect(snippet.slice(best.start, best.end)).toBe(sentences[3])
    expect(snippet).toMatch(/^Sentence number 3.*number 4.*number 5/u)
    expect(snippet.length).toBeLessThanOrEqual(snippetLength)
  })

  test('at the end takes those before it, in order', () => {
    const { text, best } = snippetAround(sentences, 9)
    expect(text).toMatch(/number 6.*number 7.*number 8.*number 9/u)
    expect(text.slice(best.start, best.end)).toBe(sentences[9])
  })

  test('of one endless sentence is cut between words', () => {
    const { text: snippet } = snippetAround(['word '.repeat(200)], 0)
    expect(snippet.length).toBeLessThanOrEqual(snippetLength)
    expect(snippet).toMatch(/ word…$/u)
  })

  test('of a short heading goes on with the beginning of what follows', () => {
    const { text: snippet } = snippetAround(['Tea', 'word '.repeat(200)], 0)
    expect(snippet).toMatch(/^Tea word word/u)
    expect(snippet.length).toBeLessThanOrEqual(snippetLength)
  })

  test('of nothing is empty', () => {
    expect(snippetAround([], 0)).toEqual({ text: '', best: { start: 0, end: 0 } })
  })
})
