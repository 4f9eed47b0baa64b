import { expect, test } from 'vitest'
import { parseLaunch, readLaunch } from './launch.ts'

test('folders come after the app, relative to where the person stands', () => {
  expect(parseLaunch(['electron', '.', 'notes', '/abs'], false, '/home/a')).toEqual({
    toggle: false,
    folders: ['/home/a/notes', '/abs'],
  })
})

test('the packaged app has no app argument of its own', () => {
  expect(parseLaunch(['/opt/leantern', 'notes'], true, '/home/a').folders).toEqual(['/home/a/notes'])
})

test("Chromium's switches are no folders", () => {
  expect(parseLaunch(['electron', '--no-sandbox', '.', '--toggle'], false, '/')).toEqual({ toggle: true, folders: [] })
})

test('what a second instance sends is checked', () => {
  expect(readLaunch({ toggle: true, folders: ['/a', 5] })).toEqual({ toggle: true, folders: ['/a'] })
  expect(readLaunch(null)).toBeNull()
  expect(readLaunch({ toggle: 'yes', folders: [] })).toBeNull()
})
