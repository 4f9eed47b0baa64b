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
    await screen.findByText('4 places')
    await key('g', { ctrlKey: true })
    expect(pane.querySelector('mark[data-current]')?.textContent).toBe('Old')
    await key('G', { ctrlKey: true, shiftKey: true })
    expect(screen.getByText('4 of 4')).toBeTruthy()
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

  test('reads on where there is more', async () => {
    const fake = await openWindow({ text })
    await typeAndFind()
    await key('ArrowRight')
    const more = await screen.findByRole('button', { name: 'Read on' })
    await act(async () => fireEvent.click(more))
    await waitFor(() => expect(fake.askedFor('text').at(-1)?.after).toBe(26))
  })
})
