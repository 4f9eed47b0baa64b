import Database from 'better-sqlite3'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Library } from '../library.ts'
import { ask, fourFiles, makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { writeChromiumHistory } from '../test/history-fixture.ts'
import { mailOf, mboxOf } from '../test/mail-fixture.ts'

const anna = { subject: 'Brewing it the old way', body: subjects.tea, from: 'Anna Smith <anna@example.org>' }
const joanna = {
  subject: 'Fire below the mountain',
  body: subjects.volcano,
  from: 'joanna@example.org',
  date: 'Tue, 4 Jun 2024 10:00:00 +0000',
}

function made(): Promise<TestLibrary> {
  const attached = { 'plan.txt': subjects.mortgage }
  return makeLibrary({
    Inbox: mboxOf([{ ...anna, attached }, joanna]),
    'a.eml': mailOf(anna),
    'violin.txt': subjects.violin,
  })
}

function titlesOf(library: Library): string[] {
  return [...library.documents()].map(({ title }) => title).toSorted()
}

/** Names of the library's files that have this in them. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = []
  for (const name of await readdir(folder)) if ((await readFile(join(folder, name))).includes(text)) found.push(name)
  return found
}

describe('forgetting', () => {
  test('a sender takes the mails with what was attached, leaves no trace, and keeps them from coming back', async () => {
    await using its = await made()
    const { library, folder, docs } = its
    await library.index()
    expect(await filesWith(folder, 'anna@example.org')).not.toEqual([])
    const summary = await library.forget({ kind: 'sender', address: 'Anna@Example.org' })
    expect(summary).toMatchObject({ documents: 3, chunks: 3, searches: 3 })
    expect(titlesOf(library)).toEqual(['Fire below the mountain', 'violin'])
    expect(await filesWith(folder, ' anna@example.org')).toEqual([])
    expect(await filesWith(folder, '<anna@example.org')).toEqual([])
    expect((await ask(library, 'hot drink')).results.map(({ title }) => title)).not.toContain('Brewing it the old way')
    expect(await library.index()).toMatchObject({ added: 0, embedded: 0 })
    // Everything is looked at again, and new mail of hers comes.
    await writeFile(`${docs}/Inbox`, mboxOf([joanna, anna, { ...anna, subject: 'Another' }]))
    await writeFile(`${docs}/b.eml`, mailOf(anna))
    await library.index()
    expect(titlesOf(library)).toEqual(['Fire below the mountain', 'violin'])
    expect(await library.index()).toMatchObject({ added: 0, embedded: 0 })
    expect(await library.why(`${docs}/b.eml`)).toMatchObject({ verdict: 'forgotten' })
  })

  test('a message of a Maildir stays forgotten when it is read, answered, or found to be old', async () => {
    await using its = await makeLibrary({
      'Mail/new/1700000000.M1.host': mailOf(anna),
      'Mail/cur/2.host:2,': mailOf(joanna),
    })
    const { library, docs } = its
    await library.index()
    await library.forget({ kind: 'path', path: `${docs}/Mail/new/1700000000.M1.host` })
    await rename(`${docs}/Mail/new/1700000000.M1.host`, `${docs}/Mail/cur/1700000000.M1.host:2,RS`)
    await rename(`${docs}/Mail/cur/2.host:2,`, `${docs}/Mail/cur/2.host:2,S`)
    await library.index()
    expect(titlesOf(library)).toEqual([joanna.subject])
    const moved = `${docs}/Mail/cur/1700000000.M1.host:2,RS`
    expect((await library.why(moved)).verdict).toBe('forgotten')
    await library.remember({ kind: 'path', path: moved })
    await library.index()
    expect(titlesOf(library)).toEqual([anna.subject, joanna.subject])
  })

  describe('one document in a file', () => {
    /** The part that has this title. */
    const partOf = (library: Library, title: string): string =>
      [...library.documents()].find((one) => one.title === title && one.part !== '')?.part ?? 'none'

    test('leaves with what it carries, and stays away where the mailbox is compacted or the mail moved', async () => {
      await using its = await made()
      const { library, folder, docs } = its
      await library.index()
      const part = partOf(library, anna.subject)
      await expect(library.forget({ kind: 'document', path: `${docs}/Inbox`, part: '7-7' })).rejects.toMatchObject({
        code: 'not-found',
      })
      expect(await library.forget({ kind: 'document', path: `${docs}/Inbox`, part })).toMatchObject({ documents: 2 })
      // The same mail as a file of its own is another document.
      expect(titlesOf(library)).toEqual([anna.subject, joanna.subject, 'violin'])
      expect((await ask(library, 'fixed interest rate')).results.map((one) => one.part)).not.toContain(
        `${part}//1 plan.txt`,
      )
      expect(await filesWith(folder, 'plan.txt')).toEqual([])
      expect(await library.index()).toMatchObject({ added: 0, embedded: 0 })
      expect(await library.why(`${docs}/Inbox # ${part}//1 plan.txt`)).toMatchObject({ verdict: 'forgotten' })
      const attached = { 'plan.txt': subjects.mortgage }
      await writeFile(`${docs}/Inbox`, mboxOf([joanna, { ...anna, attached }, { ...joanna, subject: 'Another' }]))
      await writeFile(`${docs}/Archive`, mboxOf([{ ...anna, attached }]))
      await library.index()
      expect(titlesOf(library)).toEqual(['Another', anna.subject, joanna.subject, 'violin'])
    })

    test('is listed by the file that it was in, and taken back from the list or by its name', async () => {
      await using its = await made()
      const { library, docs } = its
      await library.index()
      const path = `${docs}/Inbox`
      const part = partOf(library, joanna.subject)
      await library.forget({ kind: 'document', path, part })
      const [{ id }, ...others] = library.forgotten().documents
      expect(others).toEqual([])
      expect(library.forgotten().documents).toEqual([{ id, path, at: expect.any(Number) as number }])
      await expect(library.remember({ kind: 'listed', id: 'none' })).rejects.toMatchObject({ code: 'not-found' })
      await library.remember({ kind: 'listed', id })
      await library.index()
      expect(titlesOf(library)).toContain(joanna.subject)
      await library.forget({ kind: 'document', path, part })
      await library.remember({ kind: 'document', path, part })
      expect(library.forgotten().documents).toEqual([])
      // As 'why' names it for what was attached.
      const carrier = partOf(library, anna.subject)
      await library.forget({ kind: 'document', path, part: carrier })
      await library.remember({ kind: 'document', path, part: `${carrier}//1 plan.txt` })
      expect(library.forgotten().documents).toEqual([])
      // Where the whole file is forgotten its name is not kept.
      await library.index()
      await library.forget({ kind: 'document', path, part })
      await library.forget({ kind: 'path', path })
      expect(library.forgotten().documents).toMatchObject([{ path: '' }])
    })

    test('is a member of an archive, also one that could not be read, a chat, or a page of a history', async () => {
      const zip = zipSync({
        'tea.txt': strToU8(subjects.tea),
        'in/fire.txt': strToU8(subjects.volcano),
        'bad.docx': strToU8('PK no more'),
      })
      const chat = {
        uuid: 'u',
        name: 'Strings',
        created_at: '2024-03-01T10:00:00Z',
        updated_at: '2024-03-01T10:00:00Z',
      }
      const said = [{ uuid: '1', text: subjects.violin, sender: 'human', created_at: '2024-03-01T10:00:00Z' }]
      await using its = await makeLibrary({
        'conversations.json': JSON.stringify([{ ...chat, account: {}, chat_messages: said }]),
      })
      const { library, docs, tree } = its
      await writeFile(`${docs}/a.zip`, zip)
      const history = tree.at('profile/History')
      await writeChromiumHistory(history, [
        ['https://a.org/tea', 'Brewing green tea', Date.parse('2024-03-01T12:00:00Z')],
        ['https://a.org/fire', 'Mountains of fire', Date.parse('2024-03-01T12:00:00Z')],
      ])
      const other = tree.at('other/History')
      await writeChromiumHistory(other, [['https://a.org/fire', 'Fire', Date.parse('2024-03-01T12:00:00Z')]])
      await library.addRoot(history)
      await library.addRoot(other)
      await library.index()
      const whole = titlesOf(library)
      const forgotten = [
        { path: `${docs}/a.zip`, part: 'in/fire.txt' },
        { path: `${docs}/a.zip`, part: 'bad.docx' },
        { path: `${docs}/conversations.json`, part: partOf(library, 'Strings') },
        { path: history, part: 'https:/a.org/fire' },
      ]
      for (const place of forgotten) await library.forget({ kind: 'document', ...place })
      expect(titlesOf(library)).toEqual(['Brewing green tea', 'tea'])
      expect(library.problems()).toEqual([])
      await writeFile(`${docs}/a.zip`, zip)
      await writeFile(
        `${docs}/conversations.json`,
        JSON.stringify([{ ...chat, account: {}, chat_messages: said }]) + '\n',
      )
      await writeChromiumHistory(history, [['https://a.org/new', 'News', Date.parse('2024-03-02T12:00:00Z')]])
      await library.index()
      expect(titlesOf(library)).toEqual(['Brewing green tea', 'News', 'tea'])
      expect(library.problems()).toEqual([])
      for (const place of forgotten) await library.remember({ kind: 'document', ...place })
      await library.index()
      expect(titlesOf(library)).toEqual([...whole, 'News'].toSorted())
      expect(library.problems()).toHaveLength(1)
    })
  })

  test('a page leaves the histories of all browsers by its address, stays away, and comes back by it', async () => {
    await using its = await makeLibrary({ 'violin.txt': subjects.violin })
    const { library, folder, tree } = its
    const visited = Date.parse('2024-03-01T12:00:00Z')
    const [first, second] = [tree.at('chromium/History'), tree.at('chrome/History')]
    await writeChromiumHistory(first, [
      ['https://example.org/page/?from=mail#top', 'Grafting a quince tree', visited],
      ['https://example.org/page/next', 'The next page', visited],
    ])
    await writeChromiumHistory(second, [
      ['https://example.org/page/', 'Grafting a quince tree', visited],
      ['http://www.example.org/page', 'Grafting a quince tree', visited],
    ])
    for (const path of [first, second]) await library.addRoot(path)
    await library.index()
    expect(titlesOf(library)).toHaveLength(5)
    const page = { kind: 'page', address: 'https://example.org/page?q=1' } as const
    expect(await library.forget(page)).toMatchObject({ documents: 3 })
    const gone = async (): Promise<void> => {
      const found = [...(await ask(library, 'grafting quince')).results, ...(await library.names('quince', 10))]
      expect(found.map(({ title }) => title)).not.toContain('Grafting a quince tree')
      expect(titlesOf(library)).toEqual(['The next page', 'violin'])
      expect(await filesWith(folder, 'quince')).toEqual([])
    }
    await gone()
    await writeChromiumHistory(second, [['http://example.org/page', 'Grafting a quince tree', visited + 1000]])
    await library.index()
    await gone()
    const why = await library.why('https://example.org/page/')
    expect(why).toMatchObject({ verdict: 'forgotten', said: { params: { path: 'https://example.org/page/' } } })
    await expect(library.forget(page)).rejects.toMatchObject({ code: 'not-found' })
    await expect(library.forget({ kind: 'page', address: 'ftp://a.org' })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('Expected the address of a page') as string,
    })
    await library.remember({ kind: 'page', address: 'http://www.example.org/page' })
    expect(library.forgotten().documents).toEqual([])
    await library.index()
    expect(titlesOf(library)).toHaveLength(6)
    // A site is known by any address of it.
    expect(await library.forget({ kind: 'site', host: 'https://www.example.org/page?q=1' })).toMatchObject({
      documents: 5,
    })
    await library.index()
    expect(titlesOf(library)).toEqual(['violin'])
  })

  test('a document is proved to be gone whatever its title would mean as a query', async () => {
    await using its = await makeLibrary({
      'book.md': `# Chapter:One\n\n${subjects.tea}`,
      'rota.md': `# on:call OR "not\n\n${subjects.violin}`,
      'other.md': `# Other\n\n${subjects.mortgage}`,
    })
    await its.library.index()
    for (const name of ['book.md', 'rota.md']) {
      const summary = await its.library.forget({ kind: 'path', path: `${its.docs}/${name}` })
      expect(summary).toMatchObject({ documents: 1, searches: 1 })
    }
    expect(titlesOf(its.library)).toEqual(['Other'])
  })

  test('can be taken back', async () => {
    await using its = await made()
    const { library } = its
    await library.index()
    const what = { kind: 'sender', address: 'anna@example.org' } as const
    await expect(library.remember(what)).rejects.toMatchObject({ code: 'not-found' })
    await library.forget(what)
    await library.index()
    expect(library.forgotten()).toEqual({ senders: 1, sites: 0, paths: 0, sources: [], times: [], documents: [] })
    // Another one was never forgotten, also where this process has forgotten one.
    const other = { kind: 'sender', address: 'nobody@example.org' } as const
    await expect(library.remember(other)).rejects.toMatchObject({ code: 'not-found' })
    await library.remember(what)
    expect(library.forgotten().senders).toBe(0)
    await library.index()
    expect(titlesOf(library)).toHaveLength(5)
  })

  test('a folder, a time and a source take what is meant and nothing else', async () => {
    await using its = await makeLibrary({ ...fourFiles, Inbox: mboxOf([anna, joanna]) })
    const { library, docs } = its
    await library.index()
    expect(await library.forget({ kind: 'path', path: `${docs}/nature` })).toMatchObject({ documents: 2 })
    await library.index()
    expect(titlesOf(library)).toEqual(['Brewing it the old way', 'Fire below the mountain', 'Tea', 'money'])
    expect(await filesWith(library.folder, 'nature')).toEqual([])
    expect(await library.why(`${docs}/nature`)).toMatchObject({ verdict: 'forgotten' })
    await library.remember({ kind: 'path', path: `${docs}/nature` })
    expect(await library.index()).toMatchObject({ added: 2 })
    expect(await library.forget({ kind: 'path', path: `${docs}/nature` })).toMatchObject({ documents: 2 })
    const time = { since: Date.UTC(2024, 5, 4), until: Date.UTC(2024, 5, 5) }
    expect(await library.forget({ kind: 'time', ...time })).toMatchObject({ documents: 1 })
    expect(await library.forget({ kind: 'source', source: 'mail' })).toMatchObject({ documents: 1 })
    await library.index()
    expect(titlesOf(library)).toEqual(['Tea', 'money'])
    await expect(library.forget({ kind: 'site', host: 'example.org' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('takes what is said of a document elsewhere: problems, opened results, judgements, names', async () => {
    const secret = 'Zwickmühle am Donnerstag'
    await using its = await makeLibrary({
      Inbox: mboxOf([{ ...anna, subject: secret, attached: { 'broken.pdf': 'no PDF' } }, joanna]),
      'tea.md': subjects.tea,
    })
    const { library, folder, docs } = its
    await library.index()
    const [mail] = library.problems()
    expect(mail).toMatchObject({ path: `${docs}/Inbox`, code: 'damaged' })
    const part = mail.part?.split('//')[0] ?? ''
    const now = Date.now()
    library.feedback.opened({ query: 'zwickmühle', path: `${docs}/Inbox`, part }, now)
    library.feedback.judged({ query: secret, path: `${docs}/Inbox`, part }, now)
    library.feedback.judged({ query: 'hot drink', path: `${docs}/tea.md` }, now)
    expect((await library.names('Zwickmühle', 5)).length).toBe(1)
    expect(await filesWith(folder, secret)).not.toEqual([])
    await library.forget({ kind: 'sender', address: 'anna@example.org' })
    expect(library.problems()).toEqual([])
    expect(library.feedback.judgements()).toEqual([{ query: 'hot drink', path: `${docs}/tea.md`, part: '' }])
    expect(library.feedback.latches('zwickmühle', now)).toEqual([])
    expect(await library.names('Zwickmühle', 5)).toEqual([])
    expect(await filesWith(folder, secret)).toEqual([])
    expect(await filesWith(folder, 'zwickm')).toEqual([])
  })

  test('a file that could not be read leaves the list of problems, and does not come back to it', async () => {
    await using its = await makeLibrary({ 'tea.md': subjects.tea, 'private/torn.pdf': 'no PDF' })
    const { library, docs, folder } = its
    await library.index()
    expect(library.problems()).toHaveLength(1)
    expect(await library.forget({ kind: 'path', path: `${docs}/private` })).toMatchObject({ documents: 0 })
    expect(await library.index()).toMatchObject({ failed: 0 })
    expect(library.problems()).toEqual([])
    expect(await filesWith(folder, 'torn.pdf')).toEqual([])
  })

  test('a sender, an hour and a message of an archive in blocks leave the blocks as well', async () => {
    const mails = Array.from({ length: 150 }, (_, i) => ({
      ...(i % 50 === 7 ? anna : joanna),
      subject: `Letter number ${i} of the archive`,
      date: new Date(Date.UTC(2024, 5, 4, 10, i)).toUTCString(),
    }))
    await using its = await makeLibrary({ Inbox: mboxOf(mails) })
    const { library, folder, docs } = its
    await library.index()
    const packed = (): string => {
      const database = new Database(join(folder, 'catalogue.sqlite'), { readonly: true })
      const row = database.prepare('SELECT sum(documents) AS documents, count(gone) AS opened FROM packed').get()
      database.close()
      return JSON.stringify(row)
    }
    expect(packed()).toBe('{"documents":150,"opened":0}')
    expect(await library.forget({ kind: 'sender', address: 'anna@example.org' })).toMatchObject({ documents: 3 })
    expect(packed()).toMatch(/"opened":0/u)
    const since = Date.UTC(2024, 5, 4, 10, 100)
    expect(await library.forget({ kind: 'time', since, until: since + 600_000 })).toMatchObject({ documents: 9 })
    expect(titlesOf(library)).toHaveLength(138)
    expect((await ask(library, '"letter number 105"')).results).toEqual([])
    expect((await ask(library, '"letter number 111"')).results).toMatchObject([{ path: `${docs}/Inbox` }])
    expect(await library.index()).toMatchObject({ added: 0, removed: 0, embedded: 0 })
  })

  test('an hour takes what was opened in it as well', async () => {
    await using its = await makeLibrary({ Inbox: mboxOf([anna, joanna]), 'tea.md': subjects.tea })
    const { library, docs } = its
    await library.index()
    const at = Date.UTC(2024, 5, 4, 10)
    library.feedback.opened({ query: 'fire', path: `${docs}/tea.md` }, at)
    await library.forget({ kind: 'time', since: at - 1, until: at + 3_600_000 })
    expect(library.feedback.latches('fire', at)).toEqual([])
  })

  test('a source lets go of mailboxes and histories that were added by themselves; to agree again brings them back', async () => {
    await using its = await makeLibrary({ 'docs/tea.md': subjects.tea, Inbox: mboxOf([anna, joanna]) })
    const { library, docs } = its
    await library.remove(docs)
    await library.addRoot(`${docs}/docs`)
    await library.optIn('mail', `${docs}/Inbox`)
    expect(await library.index()).toMatchObject({ added: 3 })
    expect(await library.forget({ kind: 'source', source: 'mail' })).toMatchObject({ documents: 2 })
    expect(library.roots()).toEqual([`${docs}/docs`])
    expect(await library.index()).toMatchObject({ added: 0 })
    await library.optIn('mail', `${docs}/Inbox`)
    expect(await library.index()).toMatchObject({ added: 2 })
  })

  test('a path above the library’s folders is refused, and nothing goes', async () => {
    await using its = await makeLibrary(fourFiles)
    const { library, docs, tree } = its
    await library.index()
    const message = expect.stringContaining(`is above ${docs}`)
    await expect(library.forget({ kind: 'path', path: tree.root })).rejects.toMatchObject({
      code: 'bad-request',
      message,
    })
    await expect(library.remove('/')).rejects.toMatchObject({ code: 'bad-request', message })
    await expect(library.exclude(tree.root)).rejects.toMatchObject({ code: 'bad-request' })
    expect([titlesOf(library).length, library.roots()]).toEqual([4, [docs]])
  })

  test('a root lets it go; adding it again brings it back', async () => {
    await using its = await makeLibrary(fourFiles)
    const { library, docs } = its
    await library.index()
    expect(await library.forget({ kind: 'path', path: docs })).toMatchObject({ documents: 4 })
    expect([library.roots(), library.excluded()]).toEqual([[], []])
    await library.addRoot(docs)
    await library.index()
    expect(titlesOf(library)).toHaveLength(4)
  })
})

describe('why', () => {
  test('names the rule, the error, the place in the queue, or where it is', async () => {
    await using its = await makeLibrary({
      ...fourFiles,
      '.leanternignore': '*.tmp.txt\n',
      'draft.tmp.txt': 'x',
      'node_modules/a/readme.md': 'x',
      'program.exe': 'x',
      'broken.pdf': 'no PDF',
      Inbox: mboxOf([anna, joanna]),
    })
    const { library, docs, folder, tree } = its
    await library.index()
    const verdictOn = async (path: string): Promise<string> => {
      const { verdict, message } = await library.why(path)
      return `${verdict}: ${message}`
    }
    expect(await verdictOn(`${docs}/tea.md`)).toMatch(/^indexed: It is in the library/)
    expect(await verdictOn(`${docs}/Inbox`)).toMatch(/^indexed: .* 2 documents/)
    expect(await verdictOn(`${docs}/nature`)).toMatch(/^indexed: 2 documents/)
    expect(await verdictOn(`${docs}/draft.tmp.txt`)).toMatch(/^left-out: .*\.leanternignore: \*\.tmp\.txt/)
    expect(await verdictOn(`${docs}/node_modules/a/readme.md`)).toMatch(
      /^left-out: The folder .*node_modules.*installed packages/,
    )
    expect(await verdictOn(`${docs}/program.exe`)).toMatch(/^left-out: .*compiled code/)
    expect(await verdictOn(`${docs}/broken.pdf`)).toMatch(/^not-readable: .*damaged/)
    expect(await verdictOn(`${docs}/gone.txt`)).toMatch(/^missing: /)
    expect(await verdictOn(tree.root)).toMatch(/^not-added: /)
    expect(await verdictOn(folder)).toMatch(/^left-out: .*own folder/)
    await writeFile(`${docs}/new.txt`, 'new')
    expect(await verdictOn(`${docs}/new.txt`)).toMatch(/^not-seen: /)
    await writeFile(`${docs}/tea.md`, 'changed')
    expect(await verdictOn(`${docs}/tea.md`)).toMatch(/^changed: /)
    // A search that meets it puts it into the queue.
    await ask(library, 'hot drink')
    expect(await verdictOn(`${docs}/tea.md`)).toMatch(/number 1 of 1/)
    await library.exclude(`${docs}/money.txt`)
    expect(await verdictOn(`${docs}/money.txt`)).toMatch(/^excluded: /)
    await rm(`${docs}/nature/volcano.txt`)
    expect(await verdictOn(`${docs}/nature/volcano.txt`)).toMatch(/^missing: .*leaves with the next run/)
  })
})

test('the status tells what each source holds', async () => {
  await using its = await made()
  await its.library.index()
  const { sources } = await its.library.status()
  expect(sources.map(({ source, documents }) => [source, documents])).toEqual([
    ['folder', 1],
    ['mail', 4],
  ])
})
