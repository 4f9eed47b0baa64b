import { act, fireEvent, render, screen } from '@testing-library/react'
import { SearchWindow } from '../search/search-window.tsx'
import { answerOf, createFakeApi, done, found, hitOf, statusOf, type FakeApi } from './fake-api.ts'

// happy-dom has no layout, so nothing to scroll.
Element.prototype.scrollIntoView ??= () => {}

/** Three documents. */
export const hits = [
  hitOf({ document: 1, title: 'First', path: '/home/anna/Documents/first.md', start: 1 }),
  hitOf({ document: 2, title: 'Second', path: '/home/anna/Documents/second.pdf', start: 2 }),
  hitOf({ document: 3, title: 'Third', path: '/home/anna/Notes/third.txt', start: 3 }),
]

/** The window on a library that answers every search with these three, unless the test says otherwise. */
export async function openWindow(
  handlers: Parameters<typeof createFakeApi>[0] = {},
  options: Parameters<typeof createFakeApi>[1] = {},
): Promise<FakeApi> {
  const fake = createFakeApi(
    {
      status: () => answerOf(statusOf()),
      search: ({ query }) => answerOf(found(query, hits)),
      open: done,
      reveal: done,
      copyText: done,
      stopIndexing: done,
      hide: done,
      ...handlers,
    },
    options,
  )
  await act(async () => void render(<SearchWindow api={fake.api} />))
  return fake
}

export const field = (): HTMLInputElement =>
  screen.getByRole<HTMLInputElement>('combobox', { name: 'Search your files' })

export function type(text: string): void {
  fireEvent.change(field(), { target: { value: text } })
}

export function key(name: string, change: object = {}): Promise<void> {
  return act(async () => void fireEvent.keyDown(field(), { key: name, ...change }))
}

export function selectedTitle(): string | null | undefined {
  const selected = screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')
  return selected?.querySelector('.result-row-title')?.textContent
}

export async function typeAndFind(text = 'old wood'): Promise<void> {
  type(text)
  await screen.findByRole('listbox', { name: 'Results' })
  // The caret stands behind the text: nothing is selected.
  act(() => field().setSelectionRange(text.length, text.length))
}
