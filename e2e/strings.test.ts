// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { leftOutRules } from '../core/library/reading.ts'
import { termsOf } from '../core/search/query-words.ts'
import { reasonFor, type Question, type ReasonedPassage } from '../core/search/reason.ts'
import { consentFor } from '../core/sources/consent.ts'
import { usualRules } from '../core/sources/reading-rules.ts'
import { whyText } from '../renderer/i18n/engine-texts.ts'
import { setLanguage } from '../renderer/i18n/i18n.ts'

const renderer = resolve(import.meta.dirname, '../renderer')

const catalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(renderer, `i18n/${language}.json`), 'utf8'))

const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/u.test(name) && !/\.test\.|^testing/u.test(name))
  .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//gu, '') }))

const textsBelow = (language: string, beginning: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(catalogue(language))
      .filter(([key]) => key.startsWith(beginning))
      .map(([key, text]) => [key.slice(beginning.length), text]),
  )

/** The key without the form for a number. */
const base = (key: string) => key.replace(/_(?:zero|one|two|few|many|other)$/u, '')
const keysOf = (language: string) => [...new Set(Object.keys(catalogue(language)).map(base))].toSorted()
const valuesIn = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/gu) ?? [])].toSorted()

/** What stands between tags, or in an attribute that is read out, and has letters. */
function strayStrings(text: string): string[] {
  const between = Array.from(
    text.matchAll(/(?<!=)>([^<>{}()=;]*\p{L}{2,}[^<>{}()=;]*)<\/[a-zA-Z]/gu),
    ([, words]) => words,
  )
  const attributes = Array.from(text.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/gu), ([, words]) => words)
  return [...between, ...attributes]
}

test.each(['de', 'ar'])('the catalogue %s has every text of the English one, with the same values', (language) => {
  expect(keysOf(language)).toEqual(keysOf('en'))
  const english = catalogue('en')
  const wrong = Object.entries(catalogue(language)).filter(([key, text]) => {
    const wanted = valuesIn(english[key] ?? english[`${base(key)}_other`])
    const given = valuesIn(text)
    // A form for one or two may say the number in words.
    const isCounted = key !== base(key)
    return (
      text.trim() === '' ||
      !given.every((value) => wanted.includes(value)) ||
      (!isCounted && given.length < wanted.length)
    )
  })
  expect(wrong).toEqual([])
})

test('German and Arabic texts are their own', () => {
  const english = catalogue('en')
  for (const language of ['de', 'ar']) {
    const same = Object.entries(catalogue(language)).filter(
      ([key, text]) => text === english[key] && /\p{L}{4,}/u.test(text),
    )
    // Words that are the same in German; everything else was forgotten.
    expect(
      same.filter(
        ([key]) =>
          !/^(?:kind|holdings|overview\.status|card\.name|storage\.text|sources\.text|progress\.problems)/u.test(key),
      ),
    ).toEqual([])
  }
})

test('what is said before mail or history is read stands in the catalogue as the engine says it', () => {
  for (const source of ['mail', 'history'] as const) {
    const { reads, keeps, leavesOut, erase } = consentFor(source)
    expect(textsBelow('en', `consent.${source}.`)).toEqual({ reads, keeps, leavesOut, erase })
  }
})

test('the reason of every rule stands in the catalogue, and no other', () => {
  const reasons = [...new Set(leftOutRules(usualRules).map(({ reason }) => reason))]
  expect(textsBelow('en', 'reason.')).toEqual(Object.fromEntries(reasons.map((reason) => [reason, reason])))
})

const asked: Question = { words: [], phrases: [], beginnings: [], filters: [] }
const passage: ReasonedPassage = {
  header: 'Gardens',
  text: 'The tenant pays',
  names: 'lease anna',
  language: 'en',
  isClose: false,
}
const words = ['tenant', 'pays', 'garden', 'lease'].map((typed) => ({ typed, terms: termsOf(typed, 'en') }))

test.each([
  ['words in text, heading and name', { ...asked, words }, passage],
  ['and close', { ...asked, words }, { ...passage, isClose: true }],
  ['a phrase and a beginning', { ...asked, phrases: ['the tenant', 'pays'], beginnings: ['ten'] }, passage],
  ['filters', { ...asked, filters: ['from anna', 'type mail'] }, passage],
  [
    'what cannot be read now',
    { ...asked, words: words.slice(2, 3) },
    { ...passage, header: '', text: '', isAway: true },
  ],
  ['meaning alone', { ...asked, words: words.slice(2, 3) }, { ...passage, header: '', isClose: true }],
])('why a passage was found is said in every language: %s', (_name, question, found) => {
  const why = `${reasonFor(question, found)} You opened it for this before.`
  setLanguage('de')
  expect(whyText(why)).toMatch(/^Gefunden, weil es .+\. Sie haben es dafür schon einmal geöffnet\.$/u)
  expect(whyText(why)).not.toMatch(/\b(?:Found|because|says|and|is|stands|words that)\b/u)
})

test('no text for a person stands outside the catalogues', () => {
  expect(sources.flatMap(({ name, text }) => strayStrings(text).map((words) => `${name}: ${words.trim()}`))).toEqual([])
})

test('the search for stray texts finds some', () => {
  expect(strayStrings('<p>Hello there</p>')).toEqual(['Hello there'])
  expect(strayStrings('<button aria-label="Close">{x}</button>')).toEqual(['Close'])
})

test('every text of the catalogues is used', () => {
  const all = sources.map(({ text }) => text).join('\n')
  const unused = keysOf('en').filter(
    (key) => !all.includes(`'${key}'`) && !/^(?:kind|problem|card|page|reason|consent\.(?:mail|history))\./u.test(key),
  )
  expect(unused).toEqual([])
})
