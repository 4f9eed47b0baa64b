import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { DocumentEntry, Library } from '../library.ts'
import { randomNumbers } from '../random.ts'
import { ask, makeLibrary, subjects } from '../test/library-fixture.ts'
import { mailOf, mboxOf, type TestMail } from '../test/mail-fixture.ts'

const tea: TestMail = { subject: 'Brewing', body: subjects.tea, id: 'tea@x', from: 'Anna Smith <anna@example.org>' }
const volcano: TestMail = {
  subject: 'Ash',
  body: subjects.volcano,
  id: 'ash@x',
  from: 'bob@example.org',
  date: 'Tue, 4 Jun 2024 10:00:00 +0000',
}
const violin: TestMail = {
  subject: 'Re: Strings',
  body: subjects.violin,
  id: 'violin@x',
  references: ['strings@x', 'more@x'],
}
const penguin: TestMail = { subject: 'Birds', body: subjects.penguin, id: 'penguin@x' }

function documentsOf(library: Library): DocumentEntry[] {
  return [...library.documents()]
}

function titlesOf(library: Library): string[] {
  return documentsOf(library)
    .map(({ title }) => title)
    .toSorted()
}

describe('an mbox in a folder', () => {
  test('gives a document for each message, with its people and its date, though its name has no ending', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([tea, volcano]), 'notes.txt': subjects.mortgage })
    const { library, docs } = made
    expect(await library.index()).toMatchObject({ added: 3, failed: 0 })
    const [hit] = (await ask(library, 'magma and lava')).results
    expect(hit).toMatchObject({
      path: `${docs}/Inbox`,
      title: 'Ash',
      kind: 'mail',
      source: 'mail',
      sender: 'bob@example.org',
      dated: Date.UTC(2024, 5, 4, 10),
    })
    expect(hit.part).toMatch(/^\d+-\d+$/)
    expect(hit.uri).toMatch(/Inbox#\d+-\d+$/)
    expect(library.heldAs(hit.path)).toEqual({ kind: 'file' })
    expect(library.heldAs(hit.path, hit.part)).toEqual({ kind: 'file' })
    expect(library.heldAs(`${hit.path}/${hit.part}`)).toBeNull()
    expect(library.heldAs(hit.path, '0-5')).toBeNull()
    expect((await library.text({ path: hit.path, part: hit.part })).passages[0].text).toMatch(/^When magma rises/)
  })

  test('that grows embeds only the new message', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([tea, volcano]) })
    const { library, docs } = made
    await library.index()
    await appendFile(`${docs}/Inbox`, mboxOf([penguin]))
    expect(await library.index()).toMatchObject({ added: 1, changed: 0, removed: 0, embedded: 1, failed: 0 })
    expect(titlesOf(library)).toEqual(['Ash', 'Birds', 'Brewing'])
    expect((await ask(library, 'an egg in the polar night')).results[0].title).toBe('Birds')
    expect((await ask(library, 'hot drink')).results[0].title).toBe('Brewing')
    expect(await library.index()).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0 })
  })

  test('whose last message was cut off is completed when the rest comes', async () => {
    const whole = mboxOf([tea, volcano])
    await using made = await makeLibrary({ Inbox: whole.slice(0, -60) })
    const { library, docs } = made
    await library.index()
    await writeFile(`${docs}/Inbox`, whole)
    await library.index()
    expect(titlesOf(library)).toEqual(['Ash', 'Brewing'])
    const [ash] = documentsOf(library).filter(({ title }) => title === 'Ash')
    expect(ash.part).toMatch(new RegExp(`-${mboxOf([volcano]).length}$`))
  })

  test('from which a message was deleted keeps the others, though all stand elsewhere', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([tea, volcano, violin, penguin]) })
    const { library, docs } = made
    await library.index()
    await writeFile(`${docs}/Inbox`, mboxOf([tea, violin, penguin]))
    expect(await library.index()).toMatchObject({ added: 0, changed: 0, removed: 1, embedded: 0, unchanged: 3 })
    expect(titlesOf(library)).toEqual(['Birds', 'Brewing', 'Re: Strings'])
    expect((await ask(library, 'string instrument')).results[0]).toMatchObject({ title: 'Re: Strings' })
    expect((await ask(library, 'string instrument')).stats.stale).toBe(0)
    expect((await library.status()).chunks).toBe(3)
  })

  test('keeps two messages that are the same', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([tea, tea]) })
    const { library, docs } = made
    expect(await library.index()).toMatchObject({ added: 2 })
    await writeFile(`${docs}/Inbox`, mboxOf([tea, tea, tea, volcano]))
    expect(await library.index()).toMatchObject({ added: 2, removed: 0, changed: 0 })
    await writeFile(`${docs}/Inbox`, mboxOf([volcano, tea]))
    expect(await library.index()).toMatchObject({ added: 0, removed: 2, embedded: 0 })
    expect(titlesOf(library)).toEqual(['Ash', 'Brewing'])
  })

  test('that is moved keeps its chunks, one that is gone leaves with all its messages', async () => {
    await using made = await makeLibrary({ Inbox: mboxOf([tea, volcano]), 'notes.txt': subjects.mortgage })
    const { library, docs } = made
    await library.index()
    await mkdir(`${docs}/old`)
    await rename(`${docs}/Inbox`, `${docs}/old/Inbox`)
    expect(await library.index()).toMatchObject({ added: 0, removed: 0, embedded: 0 })
    expect((await ask(library, 'magma and lava')).results[0]).toMatchObject({ path: `${docs}/old/Inbox`, title: 'Ash' })
    await rm(`${docs}/old/Inbox`)
    expect(await library.index()).toMatchObject({ removed: 2 })
    expect(titlesOf(library)).toEqual(['notes'])
    expect(await library.status()).toMatchObject({ documents: 1, chunks: 1 })
  })

  test('has what is attached as documents of their own, and one line for each that cannot be read', async () => {
    const files = { 'plan.md': `# The plan\n\n${subjects.mortgage}`, 'broken.pdf': 'no PDF', 'picture.png': 'x' }
    await using made = await makeLibrary({ Inbox: mboxOf([tea, { ...volcano, attached: files }]) })
    const { library, docs } = made
    expect(await library.index()).toMatchObject({ added: 3, failed: 1 })
    const [hit] = (await ask(library, 'unpaid house loan')).results
    expect(hit).toMatchObject({ title: 'The plan', kind: 'markdown', source: 'mail', sender: 'bob@example.org' })
    expect(hit.part).toMatch(/^\d+-\d+\/\/1 plan.md$/)
    expect(library.problems()).toMatchObject([{ path: `${docs}/Inbox`, code: 'damaged' }])
    expect(library.problems()[0].part).toMatch(/\/\/2 broken.pdf$/)
    await writeFile(`${docs}/Inbox`, mboxOf([tea]))
    expect(await library.index()).toMatchObject({ removed: 2, failed: 0 })
    expect(library.problems()).toEqual([])
  })

  test('finishes what a cancelled run began, and embeds nothing twice', async () => {
    const mails = Array.from({ length: 40 }, (_, i) => ({ ...tea, subject: `Number ${i}`, id: `${i}@x` }))
    await using made = await makeLibrary({ Inbox: mboxOf(mails) })
    const { library } = made
    const stop = new AbortController()
    const first = await library.index({
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'indexing' && stop.abort(),
    })
    expect(first.cancelled).toBe(true)
    const second = await library.index()
    expect(first.embedded + second.embedded).toBe(40)
    expect(titlesOf(library)).toHaveLength(40)
    expect(library.pending()).toEqual([])
  })
})

describe('an mbox that mail programs go on changing', () => {
  test('holds what the file holds after each of many changes, all of it readable, and embeds no text twice', async () => {
    const random = randomNumbers(20_261_121)
    const below = (count: number): number => Math.floor(random() * count)
    await using made = await makeLibrary({})
    const { library, docs } = made
    let mails: TestMail[] = []
    let path = `${docs}/Inbox`
    const texts = new Set<string>()
    let embedded = 0
    for (let round = 0; round < 16; round++) {
      const fresh = Array.from({ length: 1 + below(3) }, (_, i) => numbered(round * 10 + i, below(3) === 0))
      const change = below(6)
      if (change < 2) mails = [...mails, ...fresh]
      else if (change === 2) mails = mails.filter(() => random() < 0.7)
      else if (change === 3) mails = mails.toSorted(() => random() - 0.5)
      else if (change === 4) mails = mails.toSpliced(below(mails.length + 1), 0, ...fresh)
      else if (mails.length > 0) {
        await rename(path, `${docs}/Inbox ${round}`)
        path = `${docs}/Inbox ${round}`
      }
      if (mails.length === 0) await rm(path, { force: true })
      else if (change < 5) await writeFile(path, mboxOf(mails))
      for (const mail of mails)
        for (const text of [mail.body, ...Object.values(mail.attached ?? {})]) texts.add(String(text))
      embedded += (await library.index()).embedded
      const held = documentsOf(library).map(({ part, title }) => `${part.includes('//') ? 'attached' : title}`)
      const expected = mails.flatMap(({ subject, attached }) =>
        attached === undefined ? [subject] : [subject, 'attached'],
      )
      expect([round, held.toSorted()]).toEqual([round, expected.toSorted()])
      expect((await ask(library, 'tea', 'flat')).stats.stale).toBe(0)
      expect(library.pending()).toEqual([])
    }
    expect(embedded).toBeLessThanOrEqual(texts.size)
  })
})

function numbered(number: number, hasFile: boolean): TestMail {
  const mail = { subject: `Number ${number}`, body: `${subjects.tea} ${number}`, id: `${number}@x` }
  return hasFile ? { ...mail, attached: { 'note.txt': `${subjects.violin} ${number}` } } : mail
}

describe('other mail', () => {
  test('a single archive is a root of its own', async () => {
    await using made = await makeLibrary({ 'notes.txt': subjects.mortgage })
    const { library, tree } = made
    const path = tree.at('mail.mbox')
    await writeFile(path, mboxOf([tea, volcano]))
    expect(await library.addRoot(path)).toBe(path)
    expect(await library.index()).toMatchObject({ added: 3 })
    expect(await library.remove(path)).toBe(2)
    expect(titlesOf(library)).toEqual(['notes'])
  })

  test('a message of a Maildir keeps its chunks when it is read, flagged or moved to another folder of it', async () => {
    const name = '1717400000.M1P2.host'
    await using made = await makeLibrary({ [`Mail/new/${name}`]: mailOf(tea), 'Mail/cur/': '', 'Mail/tmp/': '' })
    const { library, docs } = made
    expect(await library.index()).toMatchObject({ added: 1 })
    await rename(`${docs}/Mail/new/${name}`, `${docs}/Mail/cur/${name}:2,`)
    expect(await library.index()).toMatchObject({ added: 0, removed: 0, embedded: 0 })
    await rename(`${docs}/Mail/cur/${name}:2,`, `${docs}/Mail/cur/${name}:2,RS`)
    expect(await library.index()).toMatchObject({ added: 0, removed: 0, embedded: 0, unchanged: 1 })
    expect((await ask(library, 'hot drink')).results[0]).toMatchObject({
      path: `${docs}/Mail/cur/${name}:2,RS`,
      kind: 'mail',
    })
  })

  test('a message in a file of its own has its attachments with it, through changes and a move', async () => {
    const mail = { ...tea, attached: { 'loan.txt': subjects.mortgage } }
    await using made = await makeLibrary({ 'a.eml': mailOf(mail) })
    const { library, docs } = made
    expect(await library.index()).toMatchObject({ added: 2 })
    const [hit] = (await ask(library, 'unpaid house loan')).results
    expect(hit).toMatchObject({ path: `${docs}/a.eml`, part: '//1 loan.txt', sender: 'Anna Smith <anna@example.org>' })
    await mkdir(`${docs}/in`)
    await rename(`${docs}/a.eml`, `${docs}/in/a.eml`)
    expect(await library.index()).toMatchObject({ added: 0, removed: 0, embedded: 0 })
    expect((await ask(library, 'unpaid house loan')).results[0].path).toBe(`${docs}/in/a.eml`)
    await writeFile(`${docs}/b.eml`, mailOf(mail))
    expect(await library.index()).toMatchObject({ added: 2 })
    await rm(`${docs}/b.eml`)
    expect(await library.index()).toMatchObject({ removed: 2 })
    await writeFile(`${docs}/in/a.eml`, mailOf({ ...mail, attached: {} }))
    expect(await library.index()).toMatchObject({ changed: 1, removed: 1 })
    expect(documentsOf(library)).toHaveLength(1)
    await rm(`${docs}/in/a.eml`)
    expect(await library.index()).toMatchObject({ removed: 1 })
  })

  test('a message of Apple Mail is read without the flags behind it', async () => {
    const message = mailOf(tea)
    const flags = '<?xml version="1.0"?><plist><dict><key>flags</key><integer>8590195713</integer></dict></plist>'
    const emlx = `${Buffer.byteLength(message)}    \n${message}${flags}`
    await using made = await makeLibrary({ 'Messages/12.emlx': emlx, 'Messages/13.partial.emlx': emlx })
    const { library } = made
    expect(await library.index()).toMatchObject({ added: 2, failed: 0 })
    expect(documentsOf(library)).toMatchObject([
      { title: 'Brewing', kind: 'mail' },
      { title: 'Brewing', kind: 'mail' },
    ])
    const text = await library.text({ path: documentsOf(library)[0].path })
    expect(text.passages.map((passage) => passage.text).join('')).not.toContain('plist')
  })

  test("of Apple Mail's folders all messages are mail, and so is what was taken out of them", async () => {
    // Its name is all that is left of it in the message.
    const message = mailOf({ ...tea, attached: { 'plan.txt': '' } })
    const emlx = `${Buffer.byteLength(message)}\n${message}<plist/>`
    const mailbox = 'V10/3F2A/INBOX.mbox/9C1D/Data'
    await using made = await makeLibrary({
      [`${mailbox}/Messages/12.emlx`]: emlx,
      [`${mailbox}/4/Messages/4013.partial.emlx`]: emlx,
      [`${mailbox}/4/Attachments/4013/2/plan.txt`]: 'the plan of the house',
      'V10/3F2A/INBOX.mbox/Info.plist': '<plist version="1.0"><dict/></plist>',
      'V10/MailData/Envelope Index': 'SQLite format 3\0',
    })
    const { library } = made
    expect(await library.index()).toMatchObject({ failed: 0 })
    const { results } = await ask(library, 'source:mail plan of the house')
    expect(results[0]).toMatchObject({ source: 'mail', title: 'plan', sender: 'Anna Smith <anna@example.org>' })
    expect((await library.status()).sources.find(({ source }) => source === 'mail')).toMatchObject({ documents: 3 })
  })
})
