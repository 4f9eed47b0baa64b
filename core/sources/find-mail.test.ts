import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findMail, profilesIn, type Machine } from './find-mail.ts'
import { makeTree } from './test-tree.ts'

function machine(home: string, platform: NodeJS.Platform, more: Partial<Machine> = {}): Machine {
  return { home, platform, environment: {}, spool: '', ...more }
}

const profiles =
  '[Profile1]\nName=work\nIsRelative=0\nPath=/mail/work.profile\n\n[Install4F96]\nDefault=Profiles/a.default\n\n[Profile0]\r\nName=default\r\nIsRelative=1\r\nPath=Profiles/a.default\r\n'

describe('mail on this machine', () => {
  test.each([
    ['linux', '.thunderbird'],
    ['linux', 'snap/thunderbird/common/.thunderbird'],
    ['darwin', 'Library/Thunderbird'],
    ['linux', '.var/app/net.thunderbird.Thunderbird/.thunderbird'],
    ['win32', 'AppData/Roaming/Thunderbird'],
    ['win32', 'AppData/Local/Packages/MozillaThunderbird.MZLA_h5892qc0xkpca/LocalCache/Roaming/Thunderbird'],
  ] as const)("has Thunderbird's accounts (%s, %s)", async (platform, folder) => {
    await using tree = await makeTree({
      [`${folder}/profiles.ini`]: profiles,
      [`${folder}/Profiles/a.default/Mail/Local Folders/Inbox`]: '',
      [`${folder}/Profiles/a.default/ImapMail/imap.example.org/INBOX`]: '',
      [`${folder}/Profiles/a.default/prefs.js`]: '',
    })
    const found = await findMail(machine(tree.root, platform))
    expect(found).toEqual([
      {
        program: 'Thunderbird',
        name: 'Local Folders',
        path: tree.at(`${folder}/Profiles/a.default/Mail/Local Folders`),
      },
      {
        program: 'Thunderbird',
        name: 'imap.example.org',
        path: tree.at(`${folder}/Profiles/a.default/ImapMail/imap.example.org`),
      },
    ])
  })

  test('has profiles by their absolute and their relative paths', () => {
    expect(profilesIn(profiles, join('/home', 'tb'))).toEqual([
      '/mail/work.profile',
      join('/home', 'tb', 'Profiles', 'a.default'),
    ])
    expect(profilesIn('', '/home')).toEqual([])
  })

  test("has the newest of Apple Mail's folders, on a Mac only", async () => {
    await using tree = await makeTree({
      'Library/Mail/V9/x': '',
      'Library/Mail/V10/x': '',
      'Library/Mail/PersistenceInfo.plist': '',
    })
    expect(await findMail(machine(tree.root, 'darwin'))).toEqual([
      { program: 'Apple Mail', name: 'Mail', path: tree.at('Library/Mail/V10') },
    ])
    expect(await findMail(machine(tree.root, 'linux'))).toEqual([])
  })

  test("has Outlook's archives on Windows, wherever its folders are", async () => {
    await using tree = await makeTree({
      'Documents/Outlook Files/old.pst': '',
      'elsewhere/Microsoft/Outlook/a@b.org.ost': '',
      'Documents/Outlook Files/x.txt': '',
      'Documents/Outlook-Dateien/alt.pst': '',
      'Documents/other/no.pst': '',
      'OneDrive - Firma/Dokumente/Outlook-Dateien/archive.pst': '',
    })
    const found = await findMail(machine(tree.root, 'win32', { environment: { LOCALAPPDATA: tree.at('elsewhere') } }))
    expect(found.map(({ program, name }) => [program, name])).toEqual([
      ['Outlook', 'old.pst'],
      ['Outlook', 'alt.pst'],
      ['Outlook', 'archive.pst'],
      ['Outlook', 'a@b.org.ost'],
    ])
  })

  test('has Maildirs, folders of mboxes and the spool, told apart', async () => {
    await using tree = await makeTree({
      'Maildir/cur/': '',
      'Maildir/new/': '',
      'Maildir/tmp/': '',
      'Mail/sent': '',
      'spool/anna': 'From',
      '.local/share/evolution/mail/local/': '',
    })
    const found = await findMail(machine(tree.root, 'linux', { spool: tree.at('spool/anna') }))
    expect(found.map(({ program, name }) => [program, name])).toEqual([
      ['Evolution', 'Evolution'],
      ['Maildir', 'Maildir'],
      ['Unix mail', 'Mail'],
      ['Unix mail', 'anna'],
    ])
  })
})
