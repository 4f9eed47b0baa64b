// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Picture, Reply } from '../../electron/contract.ts'
import { SearchWindow } from '../search/search-window.tsx'
import { answerOf, createFakeApi, found, hitOf, refusal, statusOf } from '../testing/fake-api.ts'

beforeAll(() => {
  // happy-dom has no layout, so nothing to scroll.
  Element.prototype.scrollIntoView ??= () => {}
})
afterEach(cleanup)

const words = ['Prune', 'the', 'old', 'wood', 'in', 'winter'].map((text, i) => ({
  text,
  x: 0.1 * i,
  y: 0.2,
  width: 0.08,
  height: 0.02,
}))

async function openPreview(isPainted: boolean, part = '') {
  const fake = createFakeApi({
    status: () => answerOf(statusOf()),
    search: ({ query }) => answerOf(found(query, [hitOf({ kind: 'pdf', path: '/a.pdf', part, start: 40, page: 2 })])),
    text: ({ path }) =>
      answerOf({
        path,
        part: '',
        uri: '',
        title: 'A',
        kind: 'pdf',
        chunks: 1,
        textBytes: 100,
        modifiedMs: 0,
        passages: [{ index: 0, start: 0, end: 100, heading: '', text: 'Prune the old wood in winter' }],
      }),
    picture: ({ page }) =>
      isPainted
        ? answerOf({
            url: 'data:image/png;base64,AAAA',
            width: 612,
            height: 792,
            bytes: 9_000,
            page: page ?? 2,
            pages: 3,
            words,
          })
        : refusal('This page cannot be shown.'),
  })
  await act(async () => render(<SearchWindow api={fake.api} />))
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'old wood' } })
  await screen.findByRole('listbox')
  await act(async () => fireEvent.keyDown(screen.getByRole('combobox'), { key: 'ArrowRight' }))
  return fake
}

test('the page of a PDF is shown at the passage, its words are marked, and pages turn', async () => {
  const fake = await openPreview(true)
  expect(await screen.findByRole('img', { name: 'Page 2 of 3' })).toBeTruthy()
  await waitFor(() => expect(document.querySelectorAll('.picture-passage')).toHaveLength(1))
  expect(document.querySelectorAll('mark.picture-mark')).toHaveLength(2)
  expect(screen.getByText('2 places')).toBeTruthy()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Next page' })))
  expect(await screen.findByRole('img', { name: 'Page 3 of 3' })).toBeTruthy()
  expect(fake.askedFor('picture')).toEqual([
    { path: '/a.pdf', part: '', at: 40, page: 2 },
    { path: '/a.pdf', part: '', at: 40, page: 3 },
  ])
  fireEvent.click(screen.getByRole('button', { name: 'As text' }))
  expect(screen.queryByRole('img')).toBeNull()
  expect(document.querySelector('.passage-text')?.textContent).toBe('Prune the old wood in winter')
})

test('a page of what a message carries or an archive holds is shown too', async () => {
  const fake = await openPreview(true, '0-9//1 lease.pdf')
  expect(await screen.findByRole('img', { name: 'Page 2 of 3' })).toBeTruthy()
  expect(fake.askedFor('picture')).toEqual([{ path: '/a.pdf', part: '0-9//1 lease.pdf', at: 40, page: 2 }])
})

test('a page that cannot be shown leaves the text', async () => {
  await openPreview(false)
  await waitFor(() => expect(document.querySelector('.passage-text')).not.toBeNull())
  expect(screen.queryByRole('button', { name: 'As text' })).toBeNull()
})

const photo = hitOf({ kind: 'picture', path: '/docs/harbour.jpg', title: 'harbour', start: 0 })

async function openPhoto(picture: () => Reply<Picture>) {
  const fake = createFakeApi({
    status: () => answerOf(statusOf()),
    search: ({ query }) => answerOf(found(query, [photo])),
    text: ({ path }) =>
      answerOf({
        path,
        part: '',
        uri: '',
        title: 'harbour',
        kind: 'picture',
        chunks: 0,
        textBytes: 0,
        modifiedMs: 0,
        passages: [],
      }),
    picture,
  })
  await act(async () => render(<SearchWindow api={fake.api} />))
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'harbour' } })
  await screen.findByRole('listbox')
  await act(async () => fireEvent.keyDown(screen.getByRole('combobox'), { key: 'ArrowRight' }))
  return fake
}

test('a picture without text is shown with its size and how many pixels it has', async () => {
  const picture = {
    url: 'data:image/png;base64,AAAA',
    width: 0,
    height: 0,
    bytes: 3_400_000,
    page: 1,
    pages: 1,
    words: [],
  }
  await openPhoto(() => answerOf(picture))
  const image = await screen.findByRole('img', { name: 'harbour' })
  Object.defineProperties(image, { naturalWidth: { value: 4032 }, naturalHeight: { value: 3024 } })
  fireEvent.load(image)
  expect(await screen.findByText('4032 × 3024 · 3.4 MB')).toBeTruthy()
  // There is no text to change over to.
  expect(screen.queryByRole('button', { name: 'As text' })).toBeNull()
  fireEvent.error(image)
  expect(await screen.findByText(/cannot be shown here/)).toBeTruthy()
})

test('a picture that the window cannot show says so', async () => {
  await openPhoto(() => refusal('There is nothing to be seen.'))
  expect(await screen.findByText(/cannot be shown here/)).toBeTruthy()
})
