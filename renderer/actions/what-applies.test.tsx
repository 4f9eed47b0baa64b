// @vitest-environment happy-dom
import { act, cleanup, createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { SearchHit } from '../../core/types.ts'
import { answerOf, done, found, hitOf } from '../testing/fake-api.ts'
import { key, openWindow, typeAndFind } from '../testing/open-window.tsx'

afterEach(cleanup)

const address = 'https://www.docs.python.org/3/library/'
const docs = '/home/anna/Documents'
const mail = { kind: 'eml', source: 'mail' } as const

/** One document of every kind of place, what its menu offers beside what each offers, and its name. */
const places: readonly (readonly [
  what: string,
  hit: Partial<SearchHit>,
  own: readonly string[],
  name: string | null,
])[] = [
  [
    'a file in a folder of a folder',
    { path: `${docs}/garden/a.md` },
    ['openWith', 'reveal', 'copyName', 'Exclude the folder “garden”', 'excludeFile'],
    'a.md',
  ],
  ['a file in the folder itself', { path: `${docs}/a.md` }, ['openWith', 'reveal', 'copyName', 'excludeFile'], 'a.md'],
  [
    'a calendar that was added by itself',
    { path: '/home/anna/Notes', kind: 'ics' },
    ['openWith', 'reveal', 'copyName'],
    'Notes',
  ],
  [
    'a message of an mbox',
    { ...mail, path: `${docs}/mail/Inbox`, part: '0-812' },
    ['openWith', 'reveal', 'Exclude the folder “mail”'],
    null,
  ],
  [
    'what is attached to it',
    { ...mail, path: `${docs}/mail/Inbox`, part: '0-812//1 plan.pdf' },
    ['openWith', 'reveal', 'copyName', 'Exclude the folder “mail”'],
    'plan.pdf',
  ],
  [
    'a message of a Maildir',
    { ...mail, path: `${docs}/mail/.Sent/cur/1700000000.M1.host:2,S` },
    ['openWith', 'reveal', 'Exclude the folder “.Sent”'],
    null,
  ],
  [
    'a message of Outlook’s archive',
    { ...mail, path: `${docs}/old.pst`, part: '2097188' },
    ['openWith', 'reveal'],
    null,
  ],
  [
    'a member of an archive',
    { path: `${docs}/old/plans.zip`, part: 'roof/plan.txt' },
    ['openWith', 'reveal', 'copyName', 'Exclude the folder “old”'],
    'plan.txt',
  ],
  [
    'a conversation',
    { path: `${docs}/chats/conversations.json`, part: '10-900', source: 'chat' },
    ['openWith', 'reveal', 'Exclude the folder “chats”'],
    null,
  ],
  [
    'a page of a history',
    {
      path: `${docs}/Default/History`,
      part: 'https:/www.docs.python.org/3/library/',
      uri: address,
      kind: 'history',
      source: 'history',
    },
    ['Leave out docs.python.org and forget it'],
    null,
  ],
]

const labels: Readonly<Record<string, RegExp>> = {
  openWith: /^Open with…/u,
  reveal: /^Show in folder/u,
  copyName: /^Copy name/u,
  excludeFile: /^Exclude this document/u,
}
const ofSome = /^(?:Open with|Show in folder|Copy name|Exclude|Leave out)/u

describe.each(places)('the menu of %s', (_what, change, own, name) => {
  test('offers what makes sense for it, and the keys of the rest do nothing to its file', async () => {
    const fake = await openWindow({
      search: ({ query }) => answerOf(found(query, [hitOf(change)])),
      openWith: done,
      drag: done,
    })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    const offered = screen.getAllByRole('menuitem').map(({ textContent }) => textContent ?? '')
    const some = offered.filter((text) => ofSome.test(text))
    expect(some).toHaveLength(own.length)
    for (const [i, one] of own.entries()) expect(some[i]).toMatch(labels[one] ?? new RegExp(`^${one}`, 'u'))
    await act(async () => fireEvent.keyDown(document.activeElement!, { key: 'Escape' }))

    const isPage = change.kind === 'history'
    await key('Enter', { ctrlKey: true })
    await key('O', { ctrlKey: true, shiftKey: true })
    expect([...fake.askedFor('reveal'), ...fake.askedFor('openWith')]).toHaveLength(isPage ? 0 : 2)
    await key('>', { code: 'Period', ctrlKey: true, shiftKey: true })
    await key('<', { code: 'Comma', ctrlKey: true, shiftKey: true })
    expect(fake.askedFor('copyText').map(({ text }) => text)).toEqual([
      ...(name === null ? [] : [name]),
      isPage ? address : change.path,
    ])
    expect(offered.join().includes('Copy address')).toBe(isPage)
  })
})

describe('a page', () => {
  const [, page] = places.at(-1)!

  test('is told, opened, copied and forgotten as a page', async () => {
    const fake = await openWindow({
      search: ({ query }) => answerOf(found(query, [hitOf({ ...page, heading: '', title: 'The library' })])),
      forget: () => answerOf({ documents: 2, chunks: 2, textBytes: 9, searches: 1, filesRead: 9 }),
    })
    await typeAndFind()
    await key('Enter', { ctrlKey: true })
    expect(screen.getByRole('status').textContent).toContain('there is no file of it')
    await key('c', { ctrlKey: true })
    expect(fake.askedFor('copyText')[0].text).toMatch(
      /\n\nThe library\nhttps:\/\/www\.docs\.python\.org\/3\/library\/$/u,
    )
    await key('Enter')
    expect(fake.askedFor('open')).toMatchObject([{ path: page.path, part: page.part }])
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(screen.getByRole('menuitem', { name: 'Forget this page for good' })))
    expect(fake.askedFor('forget')).toEqual([{ kind: 'document', path: page.path, part: page.part }])
  })

  test('leaves with its site, which is said with how many left', async () => {
    const fake = await openWindow({
      search: ({ query }) => answerOf(found(query, [hitOf(page)])),
      excludeSite: () => answerOf(3),
    })
    await typeAndFind()
    await key('k', { ctrlKey: true })
    await act(async () => fireEvent.click(screen.getByRole('menuitem', { name: /^Leave out/u })))
    expect(fake.askedFor('excludeSite')).toEqual([{ host: 'docs.python.org' }])
    expect(screen.getByRole('status').textContent).toContain('Left out and forgotten: 3 pages of docs.python.org')
    await waitFor(() => expect(fake.askedFor('search')).toHaveLength(2))
  })

  test('is dragged as its address', async () => {
    const fake = await openWindow({ search: ({ query }) => answerOf(found(query, [hitOf(page)])), drag: done })
    await typeAndFind()
    const row = screen.getByRole('option')
    const data = new Map<string, string>()
    const event = createEvent.dragStart(row)
    Object.defineProperty(event, 'dataTransfer', {
      value: { setData: (type: string, text: string) => data.set(type, text) },
    })
    fireEvent(row, event)
    expect([event.defaultPrevented, data.get('text/uri-list'), fake.askedFor('drag')]).toEqual([false, address, []])
  })
})
