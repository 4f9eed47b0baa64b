import { rm } from 'node:fs/promises'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { writeChromiumHistory } from '../test/history-fixture.ts'
import { makeLibrary, subjects } from '../test/library-fixture.ts'
import { mailOf, mboxOf } from '../test/mail-fixture.ts'
import { makeZip } from '../text/testing/package-fixture.ts'

describe('what the library holds', () => {
  test('of a history is a page with its address, and the file itself', async () => {
    await using made = await makeLibrary({})
    const { library } = made
    const path = made.tree.at('History')
    await writeChromiumHistory(path, [['https://trees.example.org/graft//a%20b?from=mail#top', 'How to graft', 1e12]])
    await library.optIn('history', path)
    await library.index()
    const [{ part }] = [...library.documents()]
    const address = 'https://trees.example.org/graft//a%20b'
    expect(library.heldAs(path, part)).toEqual({ kind: 'page', address })
    expect(library.heldAs(path)).toEqual({ kind: 'file' })
    expect(library.heldAs(path, 'https:/trees.example.org/other')).toBeNull()
    // An address of the window's own is none of the library's.
    expect(library.heldAs(path, address)).toBeNull()
  })

  test('of a history is opened as the browser last loaded it, while that knows', async () => {
    await using made = await makeLibrary({})
    const { library } = made
    const path = made.tree.at('History')
    await writeChromiumHistory(path, [
      ['https://v.example.org/watch?v=old', 'A film', 1e12],
      ['https://v.example.org/watch?v=new#t=3', 'Another film', 2e12],
      ['https://v.example.org/watch/live?v=other', 'Live', 3e12],
      ['https://anna:secret@v.example.org/private', 'With a name', 1e12],
    ])
    await library.optIn('history', path)
    await library.index()
    const urlOf = (part: string): Promise<string | null> => library.pageUrl(path, part)
    expect(await urlOf('https:/v.example.org/watch')).toBe('https://v.example.org/watch?v=new#t=3')
    expect(await urlOf('https:/v.example.org/private')).toBe('https://v.example.org/private')
    expect(await urlOf('https:/v.example.org/never')).toBeNull()
    expect(await library.pageUrl(path, '')).toBeNull()
    await rm(path)
    expect(await urlOf('https:/v.example.org/watch')).toBe('https://v.example.org/watch')
  })

  test('of an archive is no page, whatever a member is called, and its address is of the file', async () => {
    const name = 'https://elsewhere.example.org/login.txt'
    await using made = await makeLibrary({ 'old.zip': makeZip({ [name]: subjects.tea }) })
    const { library, docs } = made
    await library.index()
    const [{ part }] = [...library.documents()]
    expect(part).toBe('https_/elsewhere.example.org/login.txt')
    expect((await library.text({ path: `${docs}/old.zip`, part })).uri).toMatch(/^file:/u)
    expect(library.heldAs(`${docs}/old.zip`, part)).toEqual({ kind: 'file' })
  })
})

describe('the original of a document', () => {
  const mail = { subject: 'Tea', body: subjects.tea, attached: { 'lava.txt': subjects.volcano } }

  test('is its bytes in the file, of what the library holds and no other', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([mail]), 'note.txt': subjects.violin })
    const { library, docs } = made
    await library.index()
    const parts = [...library.documents()].map(({ part }) => part).filter((part) => part !== '')
    const originals = await Promise.all(parts.map((part) => library.original(`${docs}/Inbox`, part)))
    expect(originals.map((original) => original?.name)).toEqual(['Tea.eml', 'lava.txt'])
    expect(originals.map((original) => Buffer.from(original?.bytes ?? []).toString())).toEqual([
      mailOf(mail),
      subjects.volcano,
    ])
    expect(await library.original(`${docs}/note.txt`)).toBeNull()
    expect(await library.original(`${docs}/Inbox`)).toBeNull()
    for (const [path, part] of [
      [`${docs}/Inbox`, `${parts[0]}//2 other.txt`],
      [`${docs}/note.txt`, '0-10'],
      ['/etc/passwd', ''],
    ])
      await expect(library.original(path, part)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('that cannot be taken out is its file; of a file that is gone it is refused in a sentence', async () => {
    const zip = Buffer.from(zipSync({ 'tea.txt': Buffer.from(subjects.tea) }))
    // Its name is known all the same.
    for (const mark of ['PK\u0001\u0002', 'PK\u0003\u0004'])
      zip[zip.indexOf(mark, 0, 'latin1') + (mark === 'PK\u0001\u0002' ? 8 : 6)] |= 1
    await using made = await makeLibrary({ 'locked.zip': zip })
    const { library, docs } = made
    await library.index()
    expect([...library.documents()].map(({ part }) => part)).toEqual(['tea.txt'])
    expect(await library.original(`${docs}/locked.zip`, 'tea.txt')).toBeNull()
    await rm(`${docs}/locked.zip`)
    await expect(library.original(`${docs}/locked.zip`, 'tea.txt')).rejects.toMatchObject({
      code: 'not-found',
      said: { code: 'file.cannotRead', params: { reason: { code: 'file.gone' } } },
    })
  })
})
