import { expect, test } from 'vitest'
import { statusLine } from '../status-line.ts'
import { emptyStatus, progress, summary } from '../testing/fake-library.ts'
import type { AppStatus } from '../contract.ts'
import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { german } from './german.ts'
import { textsOf, type Counted } from './texts.ts'

const status = (documents: number, indexing: AppStatus['indexing'] = { kind: 'idle', last: summary }): AppStatus => ({
  library: { ...emptyStatus, documents },
  folders: ['/docs'],
  indexing,
  runtime: 'test',
})

test("the system's language counts where it is one of ours, with its country or without", () => {
  expect(['de-AT', 'ar_EG', 'en-GB', 'fr'].map((system) => textsOf('system', system).language)).toEqual([
    'de',
    'ar',
    'en',
    'en',
  ])
  expect(textsOf('en', 'de-AT').language).toBe('en')
})

test('one, two, a few and many are written as Arabic writes them', () => {
  const arabicTexts = textsOf('ar')
  const lines = [1, 2, 5, 11, 100].map((documents) => statusLine(status(documents), arabicTexts))
  expect(new Set(lines).size).toBe(5)
  expect(lines[1]).toBe('مستندان في مجلد واحد')
})

test('German says where indexing stands', () => {
  const texts = textsOf('de')
  expect(statusLine(status(1_234), texts)).toBe('1.234 Dokumente in 1 Ordner')
  expect(statusLine(status(0, { kind: 'running', progress }), texts)).toBe(
    '120 von 900 Dateien erfasst, noch etwa 2 min',
  )
})

test.each([
  ['German', german],
  ['Arabic', arabic],
])('%s has the same values as English, and words of its own', (_name, words) => {
  const forms = (entry: string | Counted): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))
  const valuesOf = (text: string): string[] => (text.match(/\{\w+\}/gu) ?? []).toSorted()
  const wrong = (Object.entries(words) as [keyof typeof english, string | Counted][]).flatMap(([key, entry]) => {
    const [wanted] = forms(english[key])
    const isText = /\p{L}{4,}/u.test(wanted.replaceAll(/\{\w+\}/gu, ''))
    return forms(entry).filter(
      (form) => String(valuesOf(form)) !== String(valuesOf(wanted)) || (isText && form === wanted),
    )
  })
  expect(wrong).toEqual([])
})
