// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { answerOf, done, found, statusOf } from '../testing/fake-api.ts'
import { field, hits, key, openWindow, selectedTitle, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

describe('actions', () => {
  const item = (name: string | RegExp) => screen.getByRole('menuitem', { name })

  test('are a menu with the keys of a menu', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('k', { ctrlKey: true })
    expect(document.activeElement).toBe(item(/^Open ↵|^Open$/u))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' }))
    expect(document.activeElement).toBe(item(/^Open with…/u))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' }))
    expect(document.activeElement).toBe(item(/^Preview/u))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'm' }))
    expect(document.activeElement).toBe(item('More like this'))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'Escape' }))
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(field())
    expect(fake.askedFor('hide')).toEqual([])
  })

  test('more like this searches by the passage, and Esc leads out of it', async () => {
    const fake = await openWindow({ similar: () => answerOf(found('old wood', [hits[2]])) })
    await typeAndFind()
    expect(document.querySelectorAll('mark').length).toBeGreaterThan(0)
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('More like this')))
    await waitFor(() => expect(selectedTitle()).toBe('Third'))
    expect(screen.getByText('Like “First”')).toBeTruthy()
    // All words of the passage would be.
    expect(document.querySelectorAll('mark')).toHaveLength(0)
    expect(fake.askedFor('similar')).toEqual([{ path: hits[0].path, part: '', at: 1, limit: 30 }])
    await key('Escape')
    expect(screen.queryByText('Like “First”')).toBeNull()
  })

  test('what else there is of its day, or of who wrote it, is asked for', async () => {
    const ferry = { ...hits[0], dated: new Date(2024, 5, 3, 9).getTime(), sender: 'Anna Smith <anna@example.org>' }
    const older = { ...hits[1], dated: new Date(2023, 1, 1).getTime() }
    const fake = await openWindow({
      search: ({ query }) => answerOf(found(query, query.startsWith('on:') ? [ferry, older] : [ferry])),
    })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('Everything from Anna Smith')))
    await waitFor(() => expect(field().value).toBe('from:anna@example.org'))
    await key('k', { ctrlKey: true })
    expect(screen.queryByRole('menuitem', { name: /^Everything from/u })).toBeNull()
    await act(async () => fireEvent.click(item(/^Everything of .*2024$/u)))
    await waitFor(() => expect(selectedTitle()).toBe('First'))
    expect(field().value).toBe('on:2024-06-03')
    expect(fake.askedFor('search').at(-1)).toMatchObject({ query: 'on:2024-06-03' })
  })

  test('a document is excluded and the question asked again', async () => {
    const fake = await openWindow({ exclude: () => answerOf(1) })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('Exclude this document and forget it')))
    expect(fake.askedFor('exclude')).toEqual([{ path: hits[0].path }])
    expect(screen.getByRole('status').textContent).toBe('Excluded: 1 document forgotten')
    await waitFor(() => expect(fake.askedFor('search')).toHaveLength(2))
  })

  test.each([
    ['a file', '', { kind: 'path', path: hits[0].path }],
    ['a message, alone', '0-90', { kind: 'document', path: hits[0].path, part: '0-90' }],
  ])('%s is forgotten for good, and how that was made sure of is said', async (_what, part, asked) => {
    const fake = await openWindow({
      search: () => answerOf(found('words', [{ ...hits[0], part }])),
      forget: () => answerOf({ documents: 1, chunks: 1, textBytes: 9, searches: 1, filesRead: 9 }),
    })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(item('Forget this document for good')))
    expect(fake.askedFor('forget')).toEqual([asked])
    expect(screen.getByRole('status').textContent).toContain('Forgotten: 1 document')
    await waitFor(() => expect(fake.askedFor('search')).toHaveLength(2))
  })

  test('what was said to be it is taken back, and so is what was opened for the query', async () => {
    const learning = { isOn: true, judged: 1, meaningWeight: null, trouble: null }
    const opened = { code: 'why.opened', params: {}, text: '' }
    const fake = await openWindow({
      judge: () => answerOf(learning),
      takeBack: () => answerOf({ ...learning, judged: 0 }),
      search: () =>
        answerOf(found('old wood', [hits[0], { ...hits[1], whySaid: opened }, { ...hits[2], judged: true }])),
    })
    await typeAndFind()
    const names = async (): Promise<string[]> => {
      await key('k', { ctrlKey: true })
      return screen.getAllByRole('menuitem').map(({ textContent }) => textContent)
    }
    const close = (): Promise<unknown> => act(async () => fireEvent.keyDown(document.activeElement!, { key: 'Escape' }))
    const told = { query: 'old wood', path: hits[0].path, part: '' }
    expect(await names()).not.toContain('Not this one after all')
    await act(async () => fireEvent.click(item('This was it')))
    expect(fake.askedFor('judge')).toEqual([told])
    expect(await names()).not.toContain('This was it')
    await act(async () => fireEvent.click(item('Not this one after all')))
    expect(fake.askedFor('takeBack')).toEqual([told])
    expect(screen.getByRole('status').textContent).toBe('Taken back, for the order of results')
    await waitFor(() => expect(fake.askedFor('search')).toHaveLength(2))
    expect(await names()).toContain('This was it')
    await close()
    await key('ArrowDown')
    expect(await names()).toEqual(expect.arrayContaining(['This was it', 'Not this one after all']))
    await close()
    await key('ArrowDown')
    const ofJudged = await names()
    expect(ofJudged).toContain('Not this one after all')
    expect(ofJudged).not.toContain('This was it')
  })

  test('path, name and reference are copied by keys of their own', async () => {
    const fake = await openWindow()
    await typeAndFind()
    await key('<', { code: 'Comma', ctrlKey: true, shiftKey: true })
    await key('>', { code: 'Period', ctrlKey: true, shiftKey: true })
    await key('C', { ctrlKey: true, shiftKey: true })
    const copied = fake.askedFor('copyText').map(({ text }) => text)
    expect(copied.slice(0, 2)).toEqual([hits[0].path, 'first.md'])
    expect(copied[2]).toContain(`First, Winter › Old trees\n${hits[0].uri}`)
    expect(screen.getByRole('status').textContent).toBe('Reference copied')
  })

  test('the program is asked for by its own key and in the menu, but not in a browser', async () => {
    const fake = await openWindow({ openWith: done })
    await typeAndFind()
    await key('O', { ctrlKey: true, shiftKey: true })
    expect(fake.askedFor('openWith')).toEqual([{ path: hits[0].path, part: '', start: 1 }])
    cleanup()
    await openWindow({ status: () => answerOf(statusOf({ runtime: 'browser' })) })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    expect(screen.queryByRole('menuitem', { name: /^Open with/u })).toBeNull()
  })
})
