import { expect, test } from 'vitest'
import { folderNames } from './folder-names.ts'

const machine = { home: '/home/anna', platform: 'linux', environment: {}, spool: '/var/mail' } as const

test.each([
  ['/home/anna/.mozilla/firefox/x1.default-release/places.sqlite', 'Firefox, x1.default-release'],
  ['/home/anna/.config/chromium/Default/History', 'Chromium, Default'],
  ['/home/anna/.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/Profile 1/History', 'Brave, Profile 1'],
  ['/home/anna/.config/opera/History', 'Opera'],
])('a history is named by its browser and profile: %s', (path, name) => {
  expect(folderNames([path], machine)).toEqual({ [path]: name })
})

test('nothing else has a name but its own', () => {
  const others = ['/home/anna/Documents', '/home/anna/Documents/History', '/home/anna/.config/chromium/Default/Cookies']
  expect(folderNames(others, machine)).toEqual({})
})
