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
    ['linux', 'Firefox', '.config/mozilla/firefox/a.default/places.sqlite'],
    ['linux', 'Firefox', '.var/app/org.mozilla.firefox/config/mozilla/firefox/a.default/places.sqlite'],
    ['linux', 'Brave', '.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/Default/History'],
    ['darwin', 'Edge', 'Library/Application Support/Microsoft Edge/Default/History'],
    ['darwin', 'Arc', 'Library/Application Support/Arc/User Data/Default/History'],
    ['darwin', 'Safari', 'Library/Safari/History.db'],
    ['darwin', 'Safari', 'Library/Containers/com.apple.Safari/Data/Library/Safari/Profiles/1A2B/History.db'],
    ['darwin', 'Safari', 'Library/Safari/Profiles/1A2B/History.db'],
    ['darwin', 'Opera GX', 'Library/Application Support/com.operasoftware.OperaGX/Default/History'],
    ['linux', 'Brave', 'snap/brave/current/.config/BraveSoftware/Brave-Browser/Default/History'],
    ['linux', 'Opera', 'snap/opera/current/.config/opera/Default/History'],
    ['win32', 'Opera', 'AppData/Roaming/Opera Software/Opera Stable/Default/History'],
    ['win32', 'Opera GX', 'AppData/Roaming/Opera Software/Opera GX Stable/History'],
    [
      'win32',
      'Firefox',
      'AppData/Local/Packages/Mozilla.Firefox_n80bbvh6b1yt2/LocalCache/Roaming/Mozilla/Firefox/Profiles/a.default/places.sqlite',
    ],
    ['darwin', 'Firefox', 'Library/Application Support/Firefox/Profiles/a.default/places.sqlite'],
    ['win32', 'Brave', 'AppData/Local/BraveSoftware/Brave-Browser/User Data/Default/History'],
    ['win32', 'Vivaldi', 'AppData/Local/Vivaldi/User Data/Default/History'],
    ['win32', 'Firefox', 'AppData/Roaming/Mozilla/Firefox/Profiles/a.default/places.sqlite'],
  ] as const)('is found where it is (%s, %s, %s)', async (platform, program, path) => {
    await using tree = await makeTree({ [path]: '', [path.replace(/[^/]+$/, 'Cookies')]: '' })
    const found = await findHistory({ home: tree.root, platform, environment: {}, spool: '' })
    const folder = path.split('/').at(-2) ?? ''
    const isAlone = ['opera', 'Safari', 'Opera GX Stable'].includes(folder)
    expect(found).toEqual([{ program, name: isAlone ? 'History' : folder, path: tree.at(path) }])
  })

  test.each(['', 'relative'])(
    'is found where a variable for folders is "%s", which counts as not set',
    async (unset) => {
      const paths = {
        linux: '.config/vivaldi/Default/History',
        win32: 'AppData/Local/Vivaldi/User Data/Default/History',
      }
      await using tree = await makeTree({ [paths.linux]: '', [paths.win32]: '' })
      const environment = { XDG_CONFIG_HOME: unset, APPDATA: unset, LOCALAPPDATA: unset }
      for (const platform of ['linux', 'win32'] as const) {
        const found = await findHistory({ home: tree.root, platform, environment, spool: '' })
        expect(found.map(({ path }) => path)).toEqual([tree.at(paths[platform])])
      }
    },
  )

  test('is found where a variable says', async () => {
    await using tree = await makeTree({ 'settings/chromium/Default/History': '' })
    const environment = { XDG_CONFIG_HOME: tree.at('settings') }
    const found = await findHistory({ home: tree.at('home'), platform: 'linux', environment, spool: '' })
    expect(found).toMatchObject([{ program: 'Chromium', name: 'Default' }])
  })

  test('is nothing on a machine without browsers', async () => {
    await using tree = await makeTree({})
    expect(await findHistory({ home: tree.root, platform: 'linux', environment: {}, spool: '' })).toEqual([])
  })
})
