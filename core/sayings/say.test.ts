import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Saying } from '../types.ts'
import { fill, slotPattern, type SentenceText } from './fill.ts'
import { say, sentences } from './say.ts'
import { understood } from './understood.ts'

test('a sentence has its values as English writes them', () => {
  expect(say('query.long', { limit: 2_000, length: 12_345 }).text).toContain('at most 2,000 characters, got 12,345')
  expect(say('library.above', { path: '/a', folders: ['/a/b', '/a/c', '/a/d'] }).text).toContain('/a/b, /a/c and /a/d')
  expect(say('filter.after', { day: { day: new Date(2024, 2, 1).getTime() } }).text).toBe('dated 1 March 2024 or later')
  const dated = (from: Date, until: Date): string =>
    say('filter.dated', { period: { period: { from: from.getTime(), until: until.getTime() } } }).text
  expect(dated(new Date(2019, 0, 1), new Date(2021, 0, 1))).toBe('dated 2019 – 2020')
  expect(dated(new Date(2024, 1, 1), new Date(2024, 2, 1))).toBe('dated February 2024')
  expect(dated(new Date(2024, 1, 1), new Date(2024, 1, 2))).toBe('dated 1 February 2024')
  expect(dated(new Date(2024, 1, 1), new Date(2024, 2, 2))).toBe('dated 1 February – 1 March 2024')
  expect(say('filter.most', { most: { bytes: 1_500_000 } }).text).toBe('at most 1.5 MB')
  expect(say('filter.lang', { values: { anyOf: [{ language: 'de' }, { language: 'fr' }] } }).text).toBe(
    'written in German or French',
  )
  expect(say('file.otherFormat', { format: say('format.rar') }).text).toContain('a RAR archive')
})

test('the number chooses the form', () => {
  expect([1, 2].map((count) => say('file.pdfNoText', { count }).text)).toEqual([
    'The PDF has no text layer (1 page, probably scanned).',
    'The PDF has no text layer (2 pages, probably scanned).',
  ])
})

test('what was written from left to right stands apart in a text that runs the other way', () => {
  const writer = { locale: 'ar-u-nu-latn', isRightToLeft: true, say: ({ text }: Saying) => text }
  expect(fill('{path} هنا', { path: '/a' }, writer)).toBe('\u2068/a\u2069 هنا')
})

test('what stands in quotation marks has those of the language', () => {
  const say = ({ text }: Saying) => text
  const german = { locale: 'de', isRightToLeft: false, quotes: ['„', '“'], say } as const
  expect(fill('{a} und {b}', { a: '“tea”', b: ['“cup”', 'a “b”'] }, german)).toBe('„tea“ und „cup“ und a “b”')
  const arabic = { locale: 'ar', isRightToLeft: true, quotes: ['«', '»'], say } as const
  expect(fill('{a}', { a: '“tea”' }, arabic)).toBe('«\u2068tea\u2069»')
})

/** Each form of each sentence with values that can be told apart. */
const samples = Object.entries(sentences).flatMap(([code, text]: [string, SentenceText]) =>
  (typeof text === 'string' ? [5] : [1, 5]).map((count): Saying => {
    const forms = typeof text === 'string' ? [text] : Object.values(text)
    const slots = forms.flatMap((form) => [...form.matchAll(slotPattern)])
    const params = Object.fromEntries(
      slots.map(({ 1: name, 2: isNumber }, i) => [
        name,
        name === 'count' ? count : isNumber === undefined ? `Xy${i} z` : 1_234 + i,
      ]),
    )
    const writer = { locale: 'en-GB', isRightToLeft: false, say: ({ text }: Saying) => text }
    return { code, params, text: fill(text, params, writer) }
  }),
)

describe('a sentence taken apart again', () => {
  const lettersOf = (code: string) =>
    Math.min(
      ...[sentences[code as keyof typeof sentences] as SentenceText]
        .flatMap((text) => Object.values(typeof text === 'string' ? { text } : text))
        .map((text) => text.replaceAll(slotPattern, '').length),
    )

  test('is what it was made of', () => {
    const wrong = samples.filter((sample) => {
      if (lettersOf(sample.code) < 10) return false
      const found = understood(sample.text)
      // Some sentences are the same for two things.
      const isSame = found?.code === sample.code || say(found?.code as 'file.noText').text === sample.text
      return (
        found === null ||
        !isSame ||
        (found.code === sample.code && JSON.stringify(sorted(found.params)) !== JSON.stringify(sorted(sample.params)))
      )
    })
    expect(wrong).toEqual([])
  })

  test('with a sentence inside it', () => {
    const made = say('file.otherFormat', { format: say('format.sevenZip') })
    expect(understood(made.text)).toEqual(made)
  })

  test('is not known where it is none of ours', () => {
    expect(understood('EACCES: permission denied')).toBeNull()
  })
})

const sorted = (params: Saying['params']) => Object.entries(params).toSorted(([a], [b]) => a.localeCompare(b))

/**
 * Whose errors are in English alone: the command line, servers and programs that speak to them; what is wrong inside the files of a
 * model; a request that no window of ours makes.
 */
const englishAlone = [
  /^(?:cli|server|mcp|exporting|bench|test|examples|packaging|resident|leann\/building|embed\/training)\//u,
  /^embed\/(?:models\/known-models|encoder|resting-encoder|session|hub-folder|hub-tokenizer|model-folder|model-description|external-weights|tokenizer-file)\.ts$/u,
  /^embed\/(?:endpoint|table)\//u,
  /^(?:settings|document-page|default-library|indexing\/indexer)\.ts$/u,
  /^search\/(?:request|names\/names)\.ts$/u,
  /^library\/(?:read-passages|reading)\.ts$/u,
]

test('what a person can meet in the window is said by code', () => {
  const core = resolve(import.meta.dirname, '..')
  const bare = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !/\.(?:test|suite)\.ts$|testing/u.test(name))
    .filter((name) => !englishAlone.some((pattern) => pattern.test(name)))
    .filter((name) => /new AppError\(\s*'[a-z-]+',\s*(?:['"`]|message\b)/u.test(readFileSync(join(core, name), 'utf8')))
  expect(bare).toEqual([])
})
