import { describe, expect, test } from 'vitest'
import { findHistory } from './find-history.ts'
import { makeTree } from './test-tree.ts'

describe('browser history on this machine', () => {
  test.each([
    ['linux', 'Chrome', '.config/google-chrome/Profile 1/History'],
    ['linux', 'Chromium', '.config/chromium/Default/History'],
    ['linux', 'Chromium', 'snap/chromium/common/chromium/Default/History'],
    ['linux', 'Opera', '.config/opera/History'],
    ['linux', 'Firefox', '.mozilla/firefox/a.default/places.sqlite'],
    ['darwin', 'Edge', 'Library/Application Support/Microsoft Edge/Default/History'],
    ['darwin', 'Arc', 'Library/Application Support/Arc/User Data/Default/History'],
    ['darwin', 'Safari', 'Library/Safari/History.db'],
    ['darwin', 'Firefox', 'Library/Application Support/Firefox/Profiles/a.default/places.sqlite'],
    ['win32', 'Brave', 'AppData/Local/BraveSoftware/Brave-Browser/User Data/Default/History'],
    ['win32', 'Vivaldi', 'AppData/Local/Vivaldi/User Data/Default/History'],
    ['win32', 'Firefox', 'AppData/Roaming/Mozilla/Firefox/Profiles/a.default/places.sqlite'],
  ] as const)('is found where it is (%s, %s, %s)', async (platform, program, path) => {
    await using tree = await makeTree({ [path]: '', [path.replace(/[^/]+$/, 'Cookies')]: '' })
    const found = await findHistory({ home: tree.root, platform, environment: {}, spool: '' })
    const folder = path.split('/').at(-2) ?? ''
    const isAlone = program === 'Opera' || program === 'Safari'
    expect(found).toEqual([{ program, name: isAlone ? 'History' : folder, path: tree.at(path) }])
  })

  test('is nothing on a machine without browsers', async () => {
    await using tree = await makeTree({})
    expect(await findHistory({ home: tree.root, platform: 'linux', environment: {}, spool: '' })).toEqual([])
  })
})
