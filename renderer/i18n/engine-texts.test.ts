// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { createFakeApi, refusal } from '../testing/fake-api.ts'
import { failureText, ruleText, saidText, verdictText } from './engine-texts.ts'
import { setLanguage } from './i18n.ts'
import { inOwnWords } from './own-words.ts'

afterEach(() => setLanguage('en'))

const empty = { code: 'query.empty', params: {}, text: 'Expected a question or some words to search for, got nothing.' }

test('a sentence with a code is said in the window’s language, any other as it came', () => {
  setLanguage('de')
  expect(saidText(empty)).toMatch(/^Erwartet wurden eine Frage/u)
  expect(failureText({ message: 'No code.' })).toBe('No code.')
  setLanguage('en')
  expect(saidText(empty)).toBe(empty.text)
})

test('a rule is said with its reason, also where a file is left out by it', () => {
  setLanguage('de')
  const rule = ruleText('installed packages (node_modules)')
  expect(rule).toMatch(/^(?!installed).+ \(node_modules\)$/u)
  const said = { code: 'verdict.leftOut', params: { rule: 'installed packages (node_modules)' }, text: '' }
  expect(verdictText({ said })).toContain(rule)
})

test('what is refused has its message in the window’s language', async () => {
  const { api } = createFakeApi({ search: () => ({ ...refusal(empty.text), said: empty }) })
  setLanguage('ar')
  const refused = await inOwnWords(api).ask('search', { query: '', limit: 1 })
  expect(refused).toMatchObject({ ok: false, message: expect.stringMatching(/^كان المتوقع/u) })
})
