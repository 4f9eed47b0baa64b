import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue as models } from '../core/embed/models/catalogue.ts'
import { cachePolicies } from '../core/library/report.ts'
import { leftOutRules } from '../core/library/reading.ts'
import { consentFor } from '../core/sources/consent.ts'
import { usualRules } from '../core/sources/reading-rules.ts'

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

test.each(['en', 'de'])('no text in %s is in the words of those who made it', (language) => {
  const words = /embedding|\bchunk|manifest|sqlite|\bsegment|BM25|\bgraph\b|checksum error|exception|zod/iu
  const found = Object.entries(catalogue(language)).filter(([, text]) => words.test(text))
  expect(found).toEqual([])
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
    const { reads, keeps, leavesOut } = consentFor(source)
    // How it is erased is a command in the terminal, and a button in the window.
    const erase = expect.not.stringContaining('leantern forget')
    expect(textsBelow('en', `consent.${source}.`)).toEqual({ reads, keeps, leavesOut, erase })
  }
})

test('the reason of every rule stands in the catalogue, and no other', () => {
  const reasons = [...new Set(leftOutRules(usualRules).map(({ reason }) => reason))]
  expect(textsBelow('en', 'reason.')).toEqual(Object.fromEntries(reasons.map((reason) => [reason, reason])))
})

test('what is kept of each source stands in the catalogue as the engine says it', () => {
  expect(textsBelow('en', 'cachePolicy.')).toEqual(cachePolicies)
})

test('what each model is good for stands in the catalogue as the engine says it', () => {
  const summaries = Object.fromEntries(models.map(({ name, summary }) => [name, summary]))
  expect(textsBelow('en', 'modelSummary.')).toEqual(summaries)
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
    (key) =>
      !all.includes(`'${key}'`) &&
      !/^(?:kind|problem|card|page|reason|cachePolicy|modelSummary|consent\.(?:mail|history))\./u.test(key),
  )
  expect(unused).toEqual([])
})
