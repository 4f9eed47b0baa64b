// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ForgottenList } from '../../core/types.ts'
import { plain, answerOf, createFakeApi, refusal, settingsOf } from '../testing/fake-api.ts'
import { CacheDial } from './cache-dial.tsx'
import { ForgetSection } from './forget-section.tsx'
import { ForgottenSection } from './forgotten-section.tsx'
import { WhyField } from './why-field.tsx'

afterEach(cleanup)

const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const show = (element: React.ReactElement) => act(async () => void render(element))

test('forgetting asks once more in place, then shows how it was made sure of', async () => {
  const { api, askedFor } = createFakeApi({
    forget: () => answerOf({ documents: 142, chunks: 300, textBytes: 2_000_000, searches: 12, filesRead: 9 }),
  })
  await show(<ForgetSection api={api} sources={[]} />)
  fireEvent.change(screen.getByRole('textbox', { name: 'A sender' }), { target: { value: 'anna@example.org' } })
  await click('Forget…')
  expect(askedFor('forget')).toEqual([])
  await click('Yes, forget it')
  expect(askedFor('forget')).toEqual([{ kind: 'sender', address: 'anna@example.org' }])
  expect(screen.getByRole('status').textContent).toBe(
    'Forgotten: 142 documents with 2.0 MB of text. Searches for it that found nothing: 12. Files of the index read for traces of it: 9.',
  )
})

test('a source, a site, a page and a time are forgotten as well; what is not there is said', async () => {
  const { api, askedFor } = createFakeApi({ forget: () => refusal('There is nothing of it.') })
  await show(
    <ForgetSection
      api={api}
      sources={[{ source: 'history', documents: 1, textBytes: 1, cacheBytes: 0, cachePolicy: '' }]}
    />,
  )
  const choose = (kind: string) =>
    fireEvent.change(screen.getByRole('combobox', { name: 'What to forget' }), { target: { value: kind } })
  choose('source')
  await click('Forget…')
  await click('Yes, forget it')
  choose('site')
  fireEvent.change(screen.getByRole('textbox', { name: 'A site' }), { target: { value: 'example.org' } })
  await click('Forget…')
  await click('Yes, forget it')
  choose('page')
  const address = screen.getByRole('textbox', { name: 'One page' })
  fireEvent.change(address, { target: { value: 'example.org/page' } })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Forget…' }).disabled).toBe(true)
  fireEvent.change(address, { target: { value: ' https://example.org/page ' } })
  await click('Forget…')
  await click('Yes, forget it')
  choose('time')
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-05-01T10:00' } })
  fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-05-01T09:00' } })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Forget…' }).disabled).toBe(true)
  fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-05-01T11:00' } })
  await click('Forget…')
  await click('Yes, forget it')
  expect(askedFor('forget')).toEqual([
    { kind: 'source', source: 'history' },
    { kind: 'site', host: 'example.org' },
    { kind: 'page', address: 'https://example.org/page' },
    { kind: 'time', since: new Date(2026, 4, 1, 10).getTime(), until: new Date(2026, 4, 1, 11).getTime() },
  ])
  expect(screen.getByRole('alert').textContent).toBe('There is nothing of it.')
})

const nothing: ForgottenList = { senders: 0, sites: 0, paths: 0, sources: [], times: [], documents: [] }

test('sources and times that were forgotten are taken back from a list, names by typing them again', async () => {
  const taken: string[] = []
  const fake = createFakeApi({
    remember: (what) =>
      what.kind === 'site' ? refusal('Expected something that was forgotten before.') : answerOf(undefined),
  })
  const list: ForgottenList = {
    senders: 2,
    sites: 1,
    paths: 0,
    sources: ['history'],
    times: [{ since: new Date(2026, 4, 1, 10).getTime(), until: null }],
    documents: [
      { id: 'a1', path: '/home/anna/Mail/Inbox', at: new Date(2026, 4, 2, 9).getTime() },
      { id: 'b2', path: '', at: new Date(2026, 4, 3, 9).getTime() },
    ],
  }
  await show(<ForgottenSection api={fake.api} list={list} onTakenBack={() => taken.push('again')} />)
  expect(screen.getByText(/2 senders · 1 site\./)).toBeTruthy()
  await click('Take back: Browser history')
  await click('Take back: Everything from May 1, 2026, 10:00 AM on')
  await click('Take back: A document in Inbox, forgotten May 2, 2026, 9:00 AM')
  await click('Take back: A document, forgotten May 3, 2026, 9:00 AM')
  const choose = (kind: string) =>
    fireEvent.change(screen.getByRole('combobox', { name: 'What to take back' }), { target: { value: kind } })
  const name = screen.getByRole('textbox', { name: 'As it was forgotten' })
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Take back' })
  expect(button.disabled).toBe(true)
  fireEvent.change(name, { target: { value: ' anna@example.org ' } })
  await click('Take back')
  expect(screen.getByRole('status').textContent).toContain('Taken back.')
  expect(taken).toHaveLength(5)
  choose('site')
  await click('Take back')
  expect(screen.getByRole('alert').textContent).toBe('Expected something that was forgotten before.')
  expect(screen.getByRole('status').textContent).toBe('')
  expect(fake.askedFor('remember')).toEqual([
    { kind: 'source', source: 'history' },
    { kind: 'time', since: new Date(2026, 4, 1, 10).getTime(), until: null },
    { kind: 'listed', id: 'a1' },
    { kind: 'listed', id: 'b2' },
    { kind: 'sender', address: 'anna@example.org' },
    { kind: 'site', host: 'anna@example.org' },
  ])
})

test('where nothing was forgotten there is nothing to take back', async () => {
  await show(<ForgottenSection api={createFakeApi({}).api} list={nothing} onTakenBack={() => {}} />)
  expect(document.body.textContent).toBe('')
})

test('each size of the cache keeps what was measured with it', async () => {
  let medianMs = 24
  const { api } = createFakeApi({ searchSpeed: () => answerOf({ searches: 12, medianMs, cachedShare: 0 }) })
  const dial = (hotCacheBytes: number) => (
    <CacheDial api={api} settings={settingsOf({ hotCacheBytes })} change={() => {}} />
  )
  const { rerender } = render(dial(0))
  await click('Measure')
  medianMs = 9
  rerender(dial(50_000_000))
  await click('Measure')
  expect(screen.getByRole('status').textContent).toContain('None24 ms a search')
  expect(screen.getByRole('status').textContent).toContain('50.0 MB9 ms a search')
})

test('a path is answered with the reason why it is not found', async () => {
  const { api, askedFor } = createFakeApi({
    why: ({ path }) =>
      answerOf({
        path,
        verdict: 'left-out',
        message: 'It is left out by a rule.',
        said: plain('It is left out by a rule.'),
        documents: 0,
      }),
    choosePath: () => answerOf('/home/anna/b.txt'),
  })
  await show(<WhyField api={api} />)
  fireEvent.change(screen.getByRole('textbox'), { target: { value: ' /home/anna/a.txt ' } })
  await click('Why?')
  expect(screen.getByRole('status').textContent).toBe('It is left out by a rule.')
  await click('Choose…')
  expect(askedFor('why').map(({ path }) => path)).toEqual(['/home/anna/a.txt', '/home/anna/b.txt'])
})

test('what was forgotten can be taken back where the reason is given', async () => {
  let isForgotten = true
  const { api, askedFor } = createFakeApi({
    why: ({ path }) =>
      answerOf({
        path,
        verdict: isForgotten ? 'forgotten' : 'waiting',
        message: '',
        said: isForgotten
          ? { code: 'verdict.forgotten', params: { path: '/home/anna/old' }, text: '' }
          : plain('It waits to be read.'),
        documents: 0,
      }),
    include: () => {
      isForgotten = false
      return answerOf(undefined)
    },
  })
  await show(<WhyField api={api} />)
  fireEvent.change(screen.getByRole('textbox'), { target: { value: '/home/anna/old/a.txt' } })
  await click('Why?')
  expect(screen.getByRole('status').textContent).toContain('You told the library to forget /home/anna/old.')
  await click('Take back')
  expect(askedFor('include')).toEqual([{ path: '/home/anna/old' }])
  expect(screen.getByRole('status').textContent).toBe('It waits to be read.')
  expect(screen.queryByRole('button', { name: 'Take back' })).toBeNull()
})
