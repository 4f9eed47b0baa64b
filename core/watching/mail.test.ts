import { appendFile, rename, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ask, subjects } from '../test/library-fixture.ts'
import { mailOf, mboxOf } from '../test/mail-fixture.ts'
import { patience, watched } from './testing.ts'

const tea = { subject: 'Brewing', body: subjects.tea }
const volcano = { subject: 'Ash', body: subjects.volcano }

describe('watched mail', () => {
  test('a message that is appended to an mbox is found, and no other is embedded again', async () => {
    await using library = await watched({ 'Mail/Inbox': mboxOf([tea, tea, tea]) })
    const { made, docs } = library
    await appendFile(`${docs}/Mail/Inbox`, mboxOf([volcano]))
    await expect.poll(() => library.sum('added'), patience).toBe(1)
    expect(library.sum('embedded')).toBe(1)
    expect((await ask(made.library, 'magma and lava')).results[0]).toMatchObject({ title: 'Ash', kind: 'mail' })
  })

  test('an archive that is a root of its own is watched as well, and its neighbours are not', async () => {
    await using library = await watched({ 'tea.txt': subjects.tea })
    const { made, watcher } = library
    const path = made.tree.at('mail.mbox')
    await writeFile(path, mboxOf([tea]))
    await made.library.addRoot(path)
    await watcher.updateRoots()
    expect(library.sum('added')).toBe(1)
    await appendFile(path, mboxOf([volcano]))
    await writeFile(made.tree.at('other.mbox'), mboxOf([tea]))
    await expect.poll(() => library.sum('added'), patience).toBe(2)
    // Programs write an archive anew and put it in the place of the old one.
    await writeFile(`${path}.new`, mboxOf([tea, volcano, tea]))
    await rename(`${path}.new`, path)
    await expect.poll(() => library.sum('added'), patience).toBe(3)
    expect([...made.library.documents()].filter((one) => one.path === made.tree.at('other.mbox'))).toEqual([])
    expect(library.sum('embedded')).toBe(3)
  })

  test('a new message in a Maildir is taken up', async () => {
    await using library = await watched({ 'Mail/cur/': '', 'Mail/new/': '', 'Mail/tmp/': '' })
    const { docs, made } = library
    await writeFile(`${docs}/Mail/tmp/1717400000.M1P2.host`, mailOf(tea))
    await rename(`${docs}/Mail/tmp/1717400000.M1P2.host`, `${docs}/Mail/new/1717400000.M1P2.host`)
    await expect.poll(() => library.sum('added'), patience).toBe(1)
    expect((await ask(made.library, 'hot drink')).results[0]).toMatchObject({ title: 'Brewing' })
  })
})
