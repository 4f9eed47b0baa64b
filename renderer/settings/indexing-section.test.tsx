// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ReadingRules, Saying } from '../../core/types.ts'
import { answerOf, createFakeApi, refusal, settingsOf } from '../testing/fake-api.ts'
import { IndexingSection } from './indexing-section.tsx'

afterEach(cleanup)

const click = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

async function open(refused = '', ocrProblem: Saying | null = null) {
  let reading: ReadingRules = {
    off: [],
    own: [],
    useGitignore: true,
    largestMB: { text: 20, markup: 50, document: 200 },
    hosts: [],
    savedPages: ['/home/anna/Saved'],
    ocr: { isOn: false, languages: 'eng' },
  }
  const fake = createFakeApi({
    reading: () => answerOf(reading),
    setReading: (change) => (refused === '' ? answerOf((reading = { ...reading, ...change })) : refusal(refused)),
    ocrProblem: () => answerOf(ocrProblem),
    choosePath: () => answerOf('/home/anna/Pages'),
    pause: ({ untilMs }) => answerOf(untilMs === null ? { kind: 'normal' } : { kind: 'paused', untilMs }),
  })
  const section = <IndexingSection api={fake.api} settings={settingsOf()} pace={{ kind: 'normal' }} change={() => {}} />
  await act(async () => void render(section))
  return fake
}

test('indexing is paused for an hour or until tomorrow morning', async () => {
  const { askedFor } = await open()
  const before = Date.now()
  await click('For an hour')
  await click('Until tomorrow')
  const [hour, day] = askedFor('pause').map(({ untilMs }) => untilMs ?? 0)
  expect(hour - before).toBeGreaterThanOrEqual(3_600_000)
  expect(new Date(day).getHours()).toBe(8)
  expect(day).toBeGreaterThan(before)
})

test('text in pictures is looked for once it is wanted, in the languages that are named', async () => {
  const { askedFor } = await open()
  expect(screen.queryByLabelText('Languages of the pictures')).toBeNull()
  await act(async () => void fireEvent.click(screen.getByRole('switch', { name: 'Look for text in pictures' })))
  const languages = screen.getByLabelText('Languages of the pictures')
  fireEvent.change(languages, { target: { value: 'eng+deu' } })
  await act(async () => void fireEvent.blur(languages))
  expect(askedFor('setReading')).toEqual([
    { ocr: { isOn: true, languages: 'eng' } },
    { ocr: { isOn: true, languages: 'eng+deu' } },
  ])
})

test('where tesseract is not installed that is said beside the setting, once it is on', async () => {
  await open('', { code: 'file.noTesseract', params: {}, text: 'Tesseract is not installed.' })
  expect(screen.queryByRole('alert')).toBeNull()
  await act(async () => void fireEvent.click(screen.getByRole('switch', { name: 'Look for text in pictures' })))
  expect(screen.getByRole('alert').textContent).toBe('Tesseract is not installed.')
})

test('a size counts when the field is left, and what is no size is put back', async () => {
  const { askedFor } = await open()
  const field = screen.getByLabelText<HTMLInputElement>('Largest text and code files')
  fireEvent.change(field, { target: { value: '0' } })
  await act(async () => void fireEvent.blur(field))
  expect(field.value).toBe('20')
  fireEvent.change(field, { target: { value: '40' } })
  await act(async () => void fireEvent.blur(field))
  expect(askedFor('setReading')).toEqual([{ largestMB: { text: 40, markup: 50, document: 200 } }])
  const now = screen.getByLabelText('Largest text and code files')
  fireEvent.change(now, { target: { value: '99999' } })
  await act(async () => void fireEvent.blur(now))
  expect(askedFor('setReading').at(-1)).toEqual({ largestMB: { text: 2000, markup: 50, document: 200 } })
})

test('folders with saved pages are added and removed, and a refusal is said', async () => {
  const { askedFor } = await open('The folder cannot be read.')
  await click('Saved web pages: Choose…')
  expect(askedFor('setReading')).toEqual([{ savedPages: ['/home/anna/Saved', '/home/anna/Pages'] }])
  expect(screen.getByRole('alert').textContent).toBe('The folder cannot be read.')
  await click('Remove /home/anna/Saved from the saved pages')
  expect(askedFor('setReading').at(-1)).toEqual({ savedPages: [] })
})
