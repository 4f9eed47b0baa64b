import { expect, test } from 'vitest'
import { parseLaunch, queryOfLink, readLaunch } from './launch.ts'

test('folders come after the app, relative to where the person stands', () => {
  expect(parseLaunch(['electron', '.', 'notes', '/abs'], false, '/home/a')).toEqual({
    toggle: false,
    hidden: false,
    search: null,
    folders: ['/home/a/notes', '/abs'],
  })
})

test('the packaged app has no app argument of its own', () => {
  expect(parseLaunch(['/opt/leantern', 'notes'], true, '/home/a').folders).toEqual(['/home/a/notes'])
})

test("Chromium's switches are no folders", () => {
  expect(parseLaunch(['electron', '--no-sandbox', '.', '--toggle'], false, '/')).toMatchObject({
    toggle: true,
    folders: [],
  })
})

test('what a second instance sends is checked', () => {
  const sent = { toggle: true, hidden: false, search: 'tea', folders: ['/a'] }
  expect(readLaunch(sent)).toEqual(sent)
  expect(readLaunch({ ...sent, folders: ['/a', 5] })).toBeNull()
  expect(readLaunch(null)).toBeNull()
  expect(readLaunch({ ...sent, search: 5 })).toBeNull()
})

test('words to search for come by --search or by a link', () => {
  const searchOf = (...words: string[]) => parseLaunch(['electron', '.', ...words], false, '/').search
  expect(searchOf('--search', 'green tea')).toBe('green tea')
  expect(searchOf('leantern://search?q=green%20tea')).toBe('green tea')
  // Schemes and hosts are the same in capitals, and some programs write them so.
  expect(searchOf('LEANTERN://Search?q=Green+tea')).toBe('Green tea')
  expect(searchOf('leantern://search?q=%ZZ')).toBe('%ZZ')
  expect(searchOf('leantern://open?path=/etc')).toBeNull()
  expect(parseLaunch(['electron', '.', 'leantern://search?q=x', 'notes'], false, '/').folders).toEqual(['/notes'])
  expect(queryOfLink('https://search/?q=x')).toBeNull()
})

test('a session starts the app hidden', () => {
  expect(parseLaunch(['electron', '.', '--hidden'], false, '/').hidden).toBe(true)
})
