import { describe, expect, test } from 'vitest'
import { slotPattern, type SentenceText } from '../../core/sayings/fill.ts'
import { say, sentences } from '../../core/sayings/say.ts'
import { sayOfApp } from './say-of-app.ts'
import { saidIn, sayingsByLanguage } from './said.ts'
import { app } from './sayings/english-app.ts'

const english: Readonly<Record<string, SentenceText>> = { ...sentences, ...app }

const formsOf = (text: SentenceText): Readonly<Record<string, string>> =>
  typeof text === 'string' ? { other: text } : text
const slotsIn = (text: string): string[] => Array.from(text.matchAll(slotPattern), ([slot]) => slot)

describe.each(['de', 'ar'] as const)('the sentences in %s', (language) => {
  const own: Readonly<Record<string, SentenceText>> = sayingsByLanguage[language]

  test('are those of the core and of the app, and no others', () => {
    expect(Object.keys(own).toSorted()).toEqual(Object.keys(english).toSorted())
  })

  test('have no value that the English one has not', () => {
    const unknown = Object.entries(own).flatMap(([code, text]) => {
      const known = new Set(Object.values(formsOf(english[code])).flatMap(slotsIn))
      return Object.values(formsOf(text))
        .flatMap(slotsIn)
        .filter((slot) => !known.has(slot))
        .map((slot) => `${code} ${slot}`)
    })
    expect(unknown).toEqual([])
  })

  test('have a form for each kind of number', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    const counted = Object.entries(own).filter(([code]) => typeof english[code] !== 'string')
    expect(counted.length).toBeGreaterThan(0)
    for (const [, text] of counted) expect(Object.keys(formsOf(text)).toSorted()).toEqual(wanted)
  })

  test('are their own', () => {
    const same = Object.entries(own).filter(
      ([code, text]) => text === english[code] && /\p{L}{4,}/u.test(String(text).replaceAll(slotPattern, '')),
    )
    expect(same).toEqual([])
  })
})

test('a sentence is said with its values in the language', () => {
  const day = new Date(2024, 2, 1).getTime()
  expect(saidIn('de', say('filter.after', { day: { day } }))).toBe('ab dem 1. März 2024')
  expect(saidIn('de', say('filter.lang', { values: { anyOf: [{ language: 'en' }, { language: 'fr' }] } }))).toBe(
    'auf Englisch oder Französisch',
  )
  expect(saidIn('de', say('file.tooLarge', { size: 1_234.56, limit: 2 }))).toContain('1.234,6 MB')
  expect(saidIn('ar', say('file.pdfNoText', { count: 2 }))).toContain('صفحتان')
  expect(saidIn('ar', sayOfApp('lock.tries', { seconds: 8 }))).toContain('8')
})

test('a sentence inside a sentence is in the same language', () => {
  const parts = [say('why.says', { words: ['“tea”'] }), say('why.named', { words: ['“anna”', '“ben”'] })]
  expect(saidIn('de', say('why.foundClose', { parts }))).toBe(
    'Gefunden, weil es „tea“ sagt und „anna“ und „ben“ heißt und im Sinn nahe liegt.',
  )
})

test.each(['en', 'de', 'ar'] as const)('no sentence of the window names a command to type, in %s', (language) => {
  const own: Readonly<Record<string, SentenceText | undefined>> = sayingsByLanguage[language]
  const command = /\bleantern [a-z]|--[a-z]|index command|Befehl index|الأمر index/u
  const found = Object.keys(english).filter((code) => {
    const text = own[code] ?? english[code]
    // Starting from the sources is what brings the app without Electron here.
    return Object.values(formsOf(text)).some((form) => command.test(form.replace('npm start --', '')))
  })
  expect(found).toEqual([])
})

test.each(['en', 'de', 'ar'] as const)(
  'a damaged library is told without what the database calls it, in %s',
  (language) => {
    const own: Readonly<Record<string, SentenceText | undefined>> = sayingsByLanguage[language]
    const codes = Object.keys(english).filter((code) =>
      /^(?:library|part)\.\w*(?:[dD]amaged|NotOpened|missing)/u.test(code),
    )
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => /\{reason\}/u.test(String(own[code] ?? english[code])))).toEqual([])
  },
)

test('in English the window says what to press where the terminal says what to type', () => {
  const waits = say('verdict.waiting', { place: 2, total: 1_000 })
  const changed = say('verdict.changedWaiting', { waits })
  expect(changed.text).toContain('leantern index')
  expect(saidIn('en', changed)).toBe(
    'It was indexed and has changed since. It waits to be read, as number 2 of 1,000. To read it now, press “Look again”.',
  )
})

test('a sentence that is not known is said in English', () => {
  expect(saidIn('de', { code: 'of.tomorrow', params: {}, text: 'Something new.' })).toBe('Something new.')
})
