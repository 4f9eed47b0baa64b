import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './app.ts'
import { documentCount } from './documents.ts'

/** What the window is to say, in one language. */
interface Expected {
  readonly typo: string
  readonly quoted: string
  readonly filter: string
  readonly because: string
  readonly noOperator: string
  readonly tooLong: string
  readonly settings: string
  readonly statusPage: string
  readonly ready: string
  readonly broken: string
  readonly why: string
}

const languages: Readonly<Record<'de' | 'ar', Expected>> = {
  de: {
    typo: 'Kaum etwas sagt „compresor“, darum wurde auch nach „compressor“ gesucht.',
    quoted: 'Wörter in Anführungszeichen werden genau so gesucht, wie sie dastehen; die Suche nach Sinn ist aus.',
    filter: 'vom Typ md',
    because: 'Gefunden, weil es',
    noOperator: 'Erwartet wurde eines von',
    tooLong: 'höchstens 10.000 Zeichen, nicht 100.000',
    settings: 'Einstellungen',
    statusPage: 'Status und Ordner',
    ready: 'Alles ist auf dem neuesten Stand',
    broken: 'Die Datei ist kein PDF oder zu beschädigt, um als solches gelesen zu werden.',
    why: 'Warum?',
  },
  ar: {
    typo: 'لا يكاد شيء يقول',
    quoted: 'يُبحث عن الكلمات المقتبسة كما كُتبت تمامًا',
    filter: 'من نوع',
    because: 'وُجد لأنه',
    noOperator: 'كان المتوقع أحد',
    tooLong: 'كان المتوقع بحثًا من 10,000 حرف',
    settings: 'الإعدادات',
    statusPage: 'الحالة والمجلدات',
    ready: 'كل شيء محدّث',
    broken: 'الملف ليس PDF، أو تالف',
    why: 'لماذا؟',
  },
}

/** Words that an English sentence of the engine would have. */
const english = /\b(?:the|that|because|Expected|Found|Hardly|looked|exactly|cannot|file|with|and|which|library)\b/u

for (const [language, expected] of Object.entries(languages)) {
  test(`what the engine says is said in the person's language: ${language}`, async ({ launch, documents }) => {
    writeFileSync(join(documents, 'broken.pdf'), 'no pdf')
    const { window } = await launch({ folders: [documents] })
    const { page } = window
    await window.holds(documentCount)
    await speak(page, language)
    const field = page.getByRole('combobox')
    const notes = page.locator('.chips-note')

    await field.fill('compresor heat')
    await expect(notes).toContainText(expected.typo)
    await field.fill('"family doctor" type:md OR type:txt')
    await expect(notes).toContainText(expected.quoted)
    await expect(page.locator('.chip').last()).toContainText(expected.filter)
    await expect(page.locator('.result-row-why').first()).toContainText(expected.because)
    expect(await englishLeft(page, '.chips-note, .chip, .result-row-why')).toEqual([])

    await field.fill('autor:anna')
    await expect(page.locator('.error-line')).toContainText(expected.noOperator)
    expect(await englishLeft(page, '.error-line')).toEqual([])
    await field.fill('x'.repeat(100_000))
    await expect(page.locator('.error-line')).toContainText(expected.tooLong)

    await page.getByRole('button', { name: expected.settings, exact: true }).click()
    await page.getByRole('button', { name: expected.statusPage, exact: true }).click()
    await expect(page.locator('.status-card-sentence')).toHaveText(expected.ready)
    await expect(page.locator('.problem-reason')).toContainText(expected.broken)
    await page.locator('.why-path').fill('/')
    await page.getByRole('button', { name: expected.why, exact: true }).click()
    await expect(page.locator('.why-answer')).toBeVisible()
    expect(await englishLeft(page, '.status-card, .problem-reason, .why-answer')).toEqual([])
    await window.screenshot(`said-${language}`)
  })
}

function speak(page: Page, language: string): Promise<unknown> {
  return page.evaluate(
    (language) => Reflect.get(globalThis, 'leantern').ask('changeSettings', { language }) as unknown,
    language,
  )
}

/** Texts that have English words left. */
async function englishLeft(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts()).filter((text) => english.test(text))
}
