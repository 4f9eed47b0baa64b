// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { answerOf, found, hitOf } from '../testing/fake-api.ts'
import { field, hits, key, openWindow, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

describe('the preview', () => {
  const passage = (index: number, text: string | null) => ({
    index,
    start: index * 100,
    end: index * 100 + 100,
    heading: '',
    text,
  })
  const shown = {
    path: hits[0].path,
    part: '',
    uri: hits[0].uri,
    title: 'First',
    kind: 'text',
    chunks: 40,
    textBytes: 4000,
    modifiedMs: 0,
    passages: [passage(0, 'Old wood is cut. The old wood burns.'), passage(1, null)],
  }
  const text = () => answerOf(shown)

  test('opens with →, shows the passage, and Esc closes it before anything else', async () => {
    const fake = await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.querySelectorAll('mark').length).toBe(4))
    expect(fake.askedFor('text')).toEqual([{ path: hits[0].path, part: '', at: 1, before: 3, after: 6 }])
    expect(pane.textContent).toContain('cannot be read any more')
    await key('Escape')
    expect(screen.queryByRole('region', { name: 'Preview' })).toBeNull()
    expect(field().value).toBe('old wood')
  })

  test('opens by the space bar on a row, which in the field is a space', async () => {
    await openWindow({ text })
    await typeAndFind()
    await key(' ')
    expect(screen.queryByRole('region', { name: 'Preview' })).toBeNull()
    await act(async () => fireEvent.keyDown(screen.getAllByRole('option')[0], { key: ' ' }))
    expect(await screen.findByRole('region', { name: 'Preview' })).toBeTruthy()
  })

  test('of a message says who wrote it and to whom', async () => {
    const mail = hitOf({ kind: 'eml', source: 'mail', sender: 'Anna Smith <anna@example.org>' })
    const recipients = ['Bob <bob@example.org>', 'Eve']
    await openWindow({
      search: ({ query }) => answerOf(found(query, [mail])),
      text: () => answerOf({ ...shown, recipients }),
    })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.textContent).toContain('ToBob <bob@example.org>, Eve'))
    expect(pane.textContent).toContain('FromAnna Smith <anna@example.org>')
  })

  test('goes from one place to the next and round', async () => {
    await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await screen.findByText('4+ places')
    await key('g', { ctrlKey: true })
    expect(pane.querySelector('mark[data-current]')?.textContent).toBe('Old')
    await key('G', { ctrlKey: true, shiftKey: true })
    expect(screen.getByText('4 of 4+')).toBeTruthy()
  })

  test('marks the sentence that answers best, also where it says none of the words', async () => {
    const meant = hitOf({
      start: 1,
      snippet: 'Frost came. The seedlings died of it. More.',
      best: { start: 12, end: 37 },
    })
    const passages = [passage(0, 'Frost came. The **seedlings** died\nof it. More.')]
    await openWindow({
      search: ({ query }) => answerOf(found(query, [meant])),
      text: () => answerOf({ ...shown, passages }),
    })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.querySelector('[data-best]')).not.toBeNull())
    expect(pane.querySelector('[data-best]')?.textContent).toBe('The **seedlings** died\nof it.')
  })

  test('marks it in code, with the colours', async () => {
    const meant = hitOf({ start: 1, kind: 'code', snippet: 'return "a" + b', best: { start: 0, end: 14 } })
    const passages = [passage(0, 'if (x) {\n  return "a" + b\n}')]
    await openWindow({
      search: ({ query }) => answerOf(found(query, [meant])),
      text: () => answerOf({ ...shown, kind: 'code', passages }),
    })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.querySelector('[data-best]')).not.toBeNull())
    expect(pane.querySelector('[data-best] .code-keyword')?.textContent).toBe('return')
    expect(pane.querySelector('pre')?.textContent).toBe(passages[0].text)
  })

  test('shows the rows of a table as one, with the words and the best row marked', async () => {
    const meant = hitOf({ start: 1, kind: 'xlsx', snippet: 'Oak | old wood', best: { start: 0, end: 14 } })
    const passages = [passage(0, 'Trees\n\nAsh | young\nOak | old wood\nElm | none')]
    await openWindow({
      search: ({ query }) => answerOf(found(query, [meant])),
      text: () => answerOf({ ...shown, kind: 'xlsx', passages }),
    })
    await typeAndFind()
    await key('ArrowRight')
    const table = await screen.findByRole('table')
    expect(
      Array.from(table.querySelectorAll('tr'), ({ cells }) => Array.from(cells, (cell) => cell.textContent)),
    ).toEqual([
      ['Ash', 'young'],
      ['Oak', 'old wood'],
      ['Elm', 'none'],
    ])
    expect(Array.from(table.querySelectorAll('[data-best]'), (part) => part.textContent)).toEqual(['Oak', 'old wood'])
    expect(Array.from(table.querySelectorAll('mark'), (mark) => mark.textContent)).toEqual(['old', 'wood'])
  })

  test('of a disk that is away says that, and not that the file is gone', async () => {
    await openWindow({
      search: ({ query }) => answerOf(found(query, [hitOf({ away: true, start: 1, snippet: '' })])),
      text: () => answerOf({ ...shown, passages: [passage(0, null)] }),
    })
    await typeAndFind()
    await key('ArrowRight')
    const pane = await screen.findByRole('region', { name: 'Preview' })
    await waitFor(() => expect(pane.textContent).toContain('Its disk is not connected'))
    expect(pane.textContent).not.toContain('is gone')
  })

  test('goes first to a place in the best sentence', async () => {
    const meant = hitOf({ start: 1, snippet: 'The old wood burns.', best: { start: 0, end: 19 } })
    await openWindow({ search: ({ query }) => answerOf(found(query, [meant])), text })
    await typeAndFind()
    await key('ArrowRight')
    await screen.findByText('4+ places')
    await key('g', { ctrlKey: true })
    expect(screen.getByText('3 of 4+')).toBeTruthy()
  })

  test('goes on to places that are not read yet, and back to those before', async () => {
    const all = Array.from({ length: 90 }, (_, i) => passage(i, i % 25 === 5 ? 'Old bark.' : 'Young leaves.'))
    const meant = hitOf({ start: 3050 })
    await openWindow({
      search: ({ query }) => answerOf(found(query, [meant])),
      text: ({ at, before, after }) => {
        const middle = Math.floor(at / 100)
        return answerOf({ ...shown, chunks: 90, passages: all.slice(Math.max(0, middle - before), middle + after + 1) })
      },
    })
    await typeAndFind('old')
    await key('ArrowRight')
    await screen.findByText('1+ place')
    await key('g', { ctrlKey: true })
    await key('g', { ctrlKey: true })
    await waitFor(() => expect(screen.getByText('2 of 2+')).toBeTruthy())
    await key('g', { ctrlKey: true })
    await waitFor(() => expect(screen.getByText('3 of 3+')).toBeTruthy())
    for (const place of ['2 of 3+', '1 of 3+']) {
      await key('G', { ctrlKey: true, shiftKey: true })
      expect(screen.getByText(place)).toBeTruthy()
    }
    await key('G', { ctrlKey: true, shiftKey: true })
    // All of it is read now; round to the last one.
    await waitFor(() => expect(screen.getByText('1 of 4')).toBeTruthy())
    await key('G', { ctrlKey: true, shiftKey: true })
    expect(screen.getByText('4 of 4')).toBeTruthy()
  })

  test('reads what is before', async () => {
    const fake = await openWindow({ text: () => answerOf({ ...shown, passages: [passage(7, 'Old wood.')] }) })
    await typeAndFind()
    await key('ArrowRight')
    const more = await screen.findByRole('button', { name: 'Read what is before' })
    await act(async () => fireEvent.click(more))
    await waitFor(() => expect(fake.askedFor('text').at(-1)).toMatchObject({ before: 23, after: 6 }))
  })

  test('shows the passage of the newest answer, which may be another one of the same document', async () => {
    const [words, meaning] = [hitOf({ start: 1 }), hitOf({ start: 205, snippet: 'Meant.' })]
    let later = (): void => {}
    const fake = await openWindow({
      text,
      search: ({ query }) => {
        const last = new Promise<void>((done) => (later = done))
        setTimeout(() => fake.tell('partialAnswer', found(query, [words])))
        return last.then(() => answerOf(found(query, [meaning])))
      },
    })
    await typeAndFind()
    await key('ArrowRight')
    await waitFor(() => expect(fake.askedFor('text').at(-1)?.at).toBe(1))
    await act(async () => later())
    await waitFor(() => expect(fake.askedFor('text').at(-1)?.at).toBe(205))
  })

  test('reads on where there is more', async () => {
    const fake = await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const more = await screen.findByRole('button', { name: 'Read on' })
    await act(async () => fireEvent.click(more))
    await waitFor(() => expect(fake.askedFor('text').at(-1)?.after).toBe(26))
  })
})
