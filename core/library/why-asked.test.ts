import { zipSync, strToU8 } from 'fflate'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { documentUri } from '../search/document-uri.ts'
import { writeChromiumHistory } from '../test/history-fixture.ts'
import { makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { mailOf, mboxOf } from '../test/mail-fixture.ts'

/** Verdict and sentence's code of an answer. */
async function verdictOf({ library }: TestLibrary, asked: string): Promise<string[]> {
  const { verdict, said } = await library.why(asked)
  return [verdict, said.code]
}

describe('why a document in a file is found, or is not', () => {
  test('of a mailbox: a message, what is attached to it, and what of that could not be read', async () => {
    const attached = { 'plan.md': `# The plan\n\n${subjects.mortgage}`, 'broken.pdf': 'no PDF', 'song.mp3': 'x' }
    const mails = [{ subject: 'Tea', body: subjects.tea, attached }]
    await using made = await makeLibrary({ Inbox: mboxOf(mails), 'one.eml': mailOf(mails[0]) })
    const { library, docs } = made
    await library.index()
    for (const file of [`${docs}/Inbox`, `${docs}/one.eml`]) {
      const message = [...library.documents()].find(({ path, title }) => path === file && title === 'Tea')
      const { part = '' } = message ?? {}
      const asked = part === '' ? file : `${file} # ${part}`
      expect(await library.why(asked)).toMatchObject({ path: file, verdict: 'indexed', documents: 3 })
      const inIt = (name: string): string => `${file} # ${part}//${name}`
      expect(await library.why(inIt('1 plan.md'))).toMatchObject({ verdict: 'indexed', documents: 1 })
      expect(await library.why(documentUri({ path: file, part: `${part}//1 plan.md` }))).toMatchObject({
        path: file,
        part: `${part}//1 plan.md`,
        verdict: 'indexed',
      })
      expect(await verdictOf(made, inIt('2 broken.pdf'))).toEqual(['not-readable', 'verdict.notReadable'])
      expect(await verdictOf(made, inIt('3 song.mp3'))).toEqual(['indexed', 'verdict.byName'])
      expect(await verdictOf(made, inIt('5 logo.png'))).toEqual(['left-out', 'verdict.partKind'])
      expect(await verdictOf(made, inIt('4 other.md'))).toEqual(['missing', 'verdict.noPart'])
    }
  })

  test('of an archive in archives: it, what is in it, and a mailbox there', async () => {
    await using made = await makeLibrary({})
    const { library, docs } = made
    const third = zipSync({
      'c.txt': strToU8(subjects.tea),
      Inbox: strToU8(mboxOf([{ subject: 'Tea', body: 'green' }])),
    })
    await writeFile(`${docs}/all.zip`, zipSync({ 'b.zip': zipSync({ 'c.zip': third }) }))
    await library.index()
    const inner = `${docs}/all.zip # b.zip!/c.zip`
    expect(await library.why(inner)).toMatchObject({ verdict: 'indexed', documents: 2 })
    expect(await library.why(`${inner}!/c.txt`)).toMatchObject({ verdict: 'indexed', documents: 1 })
    expect(await library.why(`${inner}!/Inbox`)).toMatchObject({ verdict: 'indexed', documents: 1 })
    expect(await verdictOf(made, `${inner}!/gone.txt`)).toEqual(['missing', 'verdict.noPart'])
  })

  test('of what a rule leaves out says how to bring it in only where something does', async () => {
    await using made = await makeLibrary({
      '.ssh/id_rsa': 'key',
      'a.env/.env': 'secret',
      'node_modules/a.md': 'x',
      'a.xyz': 'x',
      'b.log': 'x',
    })
    const { docs } = made
    await made.library.index()
    for (const [name, code] of [
      ['.ssh/id_rsa', 'verdict.folderLeftOutFirmly'],
      ['a.env/.env', 'verdict.leftOutFirmly'],
      ['a.xyz', 'verdict.leftOutFirmly'],
      ['node_modules/a.md', 'verdict.folderLeftOut'],
      ['b.log', 'verdict.leftOut'],
    ])
      expect(await verdictOf(made, `${docs}/${name}`)).toEqual(['left-out', code])
  })

  test('of an archive: a member, one that is left out, one that cannot be read', async () => {
    await using made = await makeLibrary({})
    const { library, docs } = made
    const members = { 'a.txt': subjects.tea, 'node_modules/b.txt': subjects.tea, 'c.pdf': 'no PDF' }
    await writeFile(
      `${docs}/all.zip`,
      zipSync(Object.fromEntries(Object.entries(members).map(([k, v]) => [k, strToU8(v)]))),
    )
    await library.index()
    expect(await verdictOf(made, `${docs}/all.zip # a.txt`)).toEqual(['indexed', 'verdict.found'])
    expect(await verdictOf(made, `${docs}/all.zip # node_modules/b.txt`)).toEqual(['left-out', 'verdict.partKind'])
    expect(await verdictOf(made, `${docs}/all.zip # c.pdf`)).toEqual(['not-readable', 'verdict.notReadable'])
    expect(await verdictOf(made, `${docs}/all.zip # d.txt`)).toEqual(['missing', 'verdict.noPart'])
  })

  test('is what is to be said of the file, where that could not be read, is new, or is nowhere', async () => {
    await using made = await makeLibrary({ 'bad.zip': 'no archive' })
    const { library, docs, tree } = made
    await library.index()
    expect(await verdictOf(made, `${docs}/bad.zip # a.txt`)).toEqual(['not-readable', 'verdict.notReadable'])
    expect(await verdictOf(made, `${docs}/none.zip # a.txt`)).toEqual(['missing', 'verdict.missing'])
    await writeFile(tree.at('elsewhere.zip'), 'x')
    expect(await verdictOf(made, `${tree.at('elsewhere.zip')} # a.txt`)).toEqual(['not-added', 'verdict.notAdded'])
  })
})

test('what was forgotten is named by what was: the file, or the folder above it', async () => {
  await using made = await makeLibrary({ 'old/deep/a.txt': 'Tea and its water.', 'b.txt': 'Violins.' })
  const { library, docs } = made
  await library.index()
  await library.forget({ kind: 'path', path: `${docs}/old` })
  expect((await library.why(`${docs}/old/deep/a.txt`)).said).toMatchObject({
    code: 'verdict.forgotten',
    params: { path: `${docs}/old` },
  })
  await library.remember({ kind: 'path', path: `${docs}/old` })
  await library.index()
  expect((await library.why(`${docs}/old/deep/a.txt`)).verdict).toBe('indexed')
})

describe('why a page of a history is found, or is not', () => {
  const day = Date.parse('2024-03-01T12:00:00Z')

  test('names the history that has it, or the rule that leaves it out', async () => {
    await using made = await makeLibrary({})
    const { library, tree } = made
    expect(await verdictOf(made, 'https://a.org/tea')).toEqual(['not-added', 'verdict.noHistory'])
    const path = tree.at('profile/History')
    await writeChromiumHistory(path, [
      ['https://a.org/tea?from=mail', 'Brewing green tea', day],
      ['https://my-bank.org/x', 'Money', day],
      ['https://b.org/x', 'Violins', day],
    ])
    await library.addRoot(path)
    await library.index()
    const found = { path, part: 'https:/a.org/tea', verdict: 'indexed', documents: 1 }
    expect(await library.why('https://a.org/tea')).toMatchObject(found)
    expect(await library.why('https://a.org/tea?x=1#top')).toMatchObject(found)
    expect(await library.why('http://www.a.org/tea/')).toMatchObject(found)
    expect(await library.why(`${path} # https:/a.org/tea`)).toMatchObject(found)
    const byRule = await library.why('https://my-bank.org/x')
    expect(byRule).toMatchObject({
      verdict: 'left-out',
      said: { code: 'verdict.pageLeftOut', params: { rule: 'bank' } },
    })
    expect(await verdictOf(made, `${path} # https:/my-bank.org/x`)).toEqual(['left-out', 'verdict.pageLeftOut'])
    expect(await verdictOf(made, 'https://c.org/login')).toEqual(['left-out', 'verdict.pageLeftOut'])
    expect(await verdictOf(made, 'https://a.org/none')).toEqual(['not-seen', 'verdict.noVisit'])
    await library.setReading({ hosts: ['b.org'] })
    expect((await library.why('https://www.b.org/x')).said.params).toMatchObject({ rule: 'b.org' })
  })

  test('says that it was forgotten, or that the browser has visits which no run has read', async () => {
    await using made = await makeLibrary({})
    const { library, tree } = made
    const path = tree.at('profile/History')
    await writeChromiumHistory(path, [
      ['https://a.org/tea', 'Brewing green tea', day],
      ['https://b.org/x', 'Violins from Cremona', day],
    ])
    await library.addRoot(path)
    await library.index()
    await library.forget({ kind: 'site', host: 'b.org' })
    expect(await verdictOf(made, 'https://b.org/x')).toEqual(['forgotten', 'verdict.forgottenByFacts'])
    await writeChromiumHistory(path, [['https://a.org/new', 'New', day]])
    expect(await verdictOf(made, 'https://a.org/new')).toEqual(['changed', 'verdict.changed'])
  })
})
