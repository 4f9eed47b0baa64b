// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { LibraryCheck } from '../../core/types.ts'
import type { Reply } from '../../electron/contract.ts'
import { answerOf, createFakeApi, found, refusal, statusOf } from '../testing/fake-api.ts'
import { hits, openWindow, type as typeText } from '../testing/open-window.tsx'
import { RepairSheet } from './repair-sheet.tsx'

afterEach(cleanup)

const sound: LibraryCheck = { documents: 3480, findings: [], way: 'none', again: 0, folders: 2 }
const broken: LibraryCheck = {
  documents: 3480,
  findings: [
    { kind: 'segment', part: 'segment-7.lsg' },
    { kind: 'documents', part: 'documents' },
  ],
  way: 'mend',
  again: 12,
  folders: 2,
}
const damaged: Reply<never> = { ok: false, code: 'library-damaged', message: 'segment-7.lsg is damaged.' }

const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const words = (): string => screen.getByRole('status').textContent ?? ''

async function openSheet(check: LibraryCheck, handlers: Parameters<typeof createFakeApi>[0] = {}) {
  const closed: string[] = []
  const fake = createFakeApi({ checkLibrary: () => answerOf(check), ...handlers })
  await act(async () => void render(<RepairSheet api={fake.api} onClose={() => closed.push('closed')} />))
  return { ...fake, closed }
}

describe('the sheet', () => {
  test('says that a sound library is one, and offers no repair', async () => {
    await openSheet(sound)
    expect(words()).toBe('All is well: 3,480 documents, and every file of the library is whole.')
    expect(screen.queryByRole('button', { name: 'Repair' })).toBeNull()
  })

  test('says what is damaged and what is read again before anything is done, then repairs', async () => {
    const fake = await openSheet(broken, {
      repairLibrary: () => answerOf({ kind: 'mended', waiting: 12, setAside: [] }),
    })
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent?.trim())
    expect(lines).toEqual(['Passages with their meaning segment-7.lsg', 'Some documents are not complete'])
    expect(words()).toContain('What is whole stays; 12 documents are read again. Your own files are not touched.')
    expect(words()).not.toContain('choose them again')
    expect(fake.askedFor('repairLibrary')).toEqual([])
    await click('Repair')
    expect(words()).toBe('Repaired. 12 documents are being read again.')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }))
    await click('Close')
    expect(fake.closed).toEqual(['closed'])
  })

  test('says that all is read again, that the list of folders is lost, and that a list is set aside', async () => {
    await openSheet(
      {
        ...broken,
        way: 'rebuild',
        folders: 0,
        findings: [
          { kind: 'catalogue', part: 'catalogue.sqlite' },
          { kind: 'choices', part: 'excluded.json' },
        ],
      },
      { repairLibrary: () => answerOf({ kind: 'rebuild', setAside: [] }) },
    )
    expect(words()).toContain('every document of your folders is read again')
    expect(words()).toContain('you choose them again afterwards')
    expect(words()).toContain('is set aside')
    await click('Repair')
    expect(words()).toBe('Repaired, and empty. Choose your folders to have them read again.')
  })

  test('says why it cannot check or repair, and tries again', async () => {
    let isBusy = true
    const fake = await openSheet(broken, {
      checkLibrary: () => (isBusy ? refusal('Another program holds it.') : answerOf(broken)),
      repairLibrary: () => refusal('No space left.'),
    })
    expect(screen.getByRole('alert').textContent).toBe('Another program holds it.')
    isBusy = false
    await click('Try again')
    await click('Repair')
    expect(screen.getByRole('alert').textContent).toBe('No space left.')
    expect(fake.askedFor('checkLibrary')).toHaveLength(2)
  })
})

describe('while it works', () => {
  test('the sheet shows how much is read and of what; to close it ends the check', async () => {
    const fake = createFakeApi({})
    const { unmount } = render(<RepairSheet api={fake.api} onClose={() => {}} />)
    const bar = screen.getByRole('progressbar', { name: 'Check and repair the library' })
    expect(bar.getAttribute('aria-valuenow')).toBe('0')
    act(() => fake.tell('checkProgress', { kind: 'segment', part: 'segment-7.lsg', doneBytes: 427, totalBytes: 1000 }))
    expect(bar.getAttribute('aria-valuenow')).toBe('42.7')
    expect(screen.getByText('42.7%')).toBeTruthy()
    expect(screen.getByText('Passages with their meaning')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy()
    expect(fake.askedFor('stopCheck')).toEqual([])
    unmount()
    expect(fake.askedFor('stopCheck')).toHaveLength(1)
  })

  test('what was opened and judged is kept as far as it can be read, and the damaged file is named', async () => {
    await openSheet(
      { ...broken, findings: [{ kind: 'learned', part: 'feedback.sqlite' }], again: 0 },
      {
        repairLibrary: () =>
          answerOf({
            kind: 'mended',
            waiting: 0,
            setAside: [
              { part: 'feedback.sqlite', name: 'feedback.sqlite.damaged', kept: { judged: 12, opened: 1340 } },
            ],
          }),
      },
    )
    expect(screen.getByRole('listitem').textContent).toContain('What you opened and judged')
    expect(words()).toContain('What can still be read of it goes into a new one.')
    expect(words()).not.toContain('what you opened stay')
    await click('Repair')
    expect(words()).toContain('12 judged and 1,340 opened results')
    expect(words()).toContain('now called feedback.sqlite.damaged')
  })
})

describe('the window offers the repair', () => {
  test('where what was opened and judged cannot be read: beside the results, at the start and on the status page', async () => {
    const trouble = { code: 'library.learnedDamaged', params: { reason: 'x' }, text: 'It cannot be read.' } as const
    const fake = await openWindow({
      status: () => answerOf(statusOf({ troubles: [trouble] })),
      search: ({ query }) => answerOf({ ...found(query, hits), notes: [trouble.text], notesSaid: [trouble] }),
    })
    const said = /What you opened and judged cannot be read, and results come without it/u
    const offer = () => screen.getByRole('button', { name: 'Repair the library…' })
    expect(screen.getByText(said)).toBeTruthy()
    expect(offer()).toBeTruthy()
    typeText('tea')
    await waitFor(() => expect(screen.getByText(said).className).toBe('chips-note'))
    await click('Repair the library…')
    expect(screen.getByRole('dialog', { name: 'Check and repair the library' })).toBeTruthy()
    await click('Cancel')
    act(() => fake.tell('shown', { query: null, page: 'status' }))
    expect(screen.getByText('What you opened and judged does not count')).toBeTruthy()
    expect(offer()).toBeTruthy()
  })

  test('where the library cannot be opened: on the search screen and on the status page', async () => {
    const fake = await openWindow({ status: () => damaged, checkLibrary: () => answerOf(broken) })
    expect(screen.getByRole('alert').textContent).toBe('segment-7.lsg is damaged.')
    await click('Repair the library…')
    expect(screen.getByRole('dialog', { name: 'Check and repair the library' })).toBeTruthy()
    await click('Cancel')
    expect(screen.queryByRole('dialog')).toBeNull()
    act(() => fake.tell('shown', { query: null, page: 'status' }))
    expect(screen.getByText('The library cannot be opened')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Repair the library…' })).toBeTruthy()
    // Once it can be opened all is as ever.
    act(() => fake.tell('statusChanged', statusOf()))
    expect(screen.getByText('Everything is up to date')).toBeTruthy()
  })

  test('where a search or a run meets damage, and not where something else went wrong', async () => {
    await openWindow({ search: () => damaged })
    typeText('tea')
    expect(await screen.findByRole('button', { name: 'Repair the library…' })).toBeTruthy()
    cleanup()
    const indexing = { kind: 'failed', message: 'The catalogue is damaged.', code: 'library-damaged' } as const
    await openWindow({ status: () => answerOf(statusOf({ indexing })) })
    expect(screen.getByRole('button', { name: 'Repair the library…' })).toBeTruthy()
    cleanup()
    await openWindow({ status: () => answerOf(statusOf({ indexing: { kind: 'failed', message: 'No space left.' } })) })
    expect(screen.getByRole('alert').textContent).toBe('No space left.')
    expect(screen.queryByRole('button', { name: 'Repair the library…' })).toBeNull()
  })
})
