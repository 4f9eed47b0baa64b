// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { answerOf, found, hitOf, plain } from '../testing/fake-api.ts'
import { field, key, openWindow, type, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

const dayMs = 86_400_000
const titles = () => [...document.querySelectorAll('.result-row-title')].map(({ textContent }) => textContent)
const headings = () => [...document.querySelectorAll('.result-group')].map(({ textContent }) => textContent)

describe('the order of results', () => {
  const dated = (title: string, days: number, document: number) =>
    hitOf({ document, title, path: `/docs/${title}.md`, dated: Date.now() - days * dayMs })
  const hits = [
    dated('Best', 900, 1),
    dated('Newest', 0, 2),
    dated('Second', 1, 3),
    { ...dated('None', 0, 4), dated: 0 },
  ]

  test('is that of their dates at a key or a press, with a heading for each day, and the best first again after it', async () => {
    const fake = await openWindow({ search: ({ query }) => answerOf(found(query, hits)) })
    await typeAndFind()
    expect([titles()[0], headings()]).toEqual(['Best', []])
    await key('s', { ctrlKey: true })
    await waitFor(() => expect(titles()).toEqual(['Newest', 'Second', 'Best', 'None']))
    expect(headings()).toEqual([
      'Today',
      'Yesterday',
      expect.stringMatching(/^\d{4}$|^\p{L}+ \d{4}$/u),
      'Without a date',
    ])
    expect(fake.askedFor('search').map(({ limit }) => limit)).toEqual([30, 300])
    const button = screen.getByRole('button', { name: 'Newest first' })
    expect(button.getAttribute('aria-pressed')).toBe('true')
    await act(async () => fireEvent.click(button))
    await waitFor(() => expect(titles()[0]).toBe('Best'))
    expect(headings()).toEqual([])
    expect(document.activeElement).toBe(field())
  })

  test('goes back to the best first with an empty field', async () => {
    await openWindow({ search: ({ query }) => answerOf(found(query, hits)) })
    await typeAndFind()
    await key('s', { ctrlKey: true })
    await waitFor(() => expect(titles()[0]).toBe('Newest'))
    await key('Escape')
    await typeAndFind('another')
    expect(titles()[0]).toBe('Best')
  })

  test('has headings for filters alone, which come newest first by themselves', async () => {
    const chips = [{ kind: 'filter' as const, start: 0, end: 7, label: 'Markdown', said: plain('Markdown') }]
    await openWindow({ search: ({ query }) => answerOf({ ...found(query, [hits[1], hits[2]]), chips }) })
    await typeAndFind('type:md')
    expect(headings()).toEqual(['Today', 'Yesterday'])
  })
})

describe('Alt with arrows', () => {
  const searches = () => answerOf({ recent: ['taxes', 'lease'], saved: [] })
  const up = () => key('ArrowUp', { altKey: true })
  const down = () => key('ArrowDown', { altKey: true })

  test('goes through the searches of before, from an empty field and back to it', async () => {
    await openWindow({ searches })
    await up()
    expect(field().value).toBe('taxes')
    await up()
    expect(field().value).toBe('lease')
    await up()
    expect(field().value).toBe('lease')
    await down()
    await down()
    expect(field().value).toBe('')
  })

  test('unfolds where the text was typed', async () => {
    const passages = [1, 500].map((start) => hitOf({ document: 7, start }))
    await openWindow({ searches, search: ({ query }) => answerOf(found(query, passages)) })
    await typeAndFind()
    await down()
    expect(screen.getAllByRole('option')).toHaveLength(2)
    expect(field().value).toBe('old wood')
    type('')
    await up()
    expect(field().value).toBe('taxes')
  })
})
