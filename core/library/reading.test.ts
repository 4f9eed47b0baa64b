import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter } from 'node:path'
import Database from 'better-sqlite3'
import { strToU8, zipSync } from 'fflate'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isInstalled } from '../test/is-installed.ts'
import { ask, makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { mailOf } from '../test/mail-fixture.ts'
import { png } from '../text/png.ts'
import { makePdf } from '../text/testing/pdf-fixture.ts'

afterEach(() => vi.unstubAllEnvs())

function titlesOf({ library }: TestLibrary): string[] {
  return [...library.documents()].map(({ title }) => title).toSorted()
}

async function withHistory(
  made: TestLibrary,
  pages: readonly (readonly [url: string, title: string])[],
): Promise<string> {
  const path = made.tree.at('History')
  const database = new Database(path)
  database.exec(
    'CREATE TABLE urls (url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER, hidden INTEGER)',
  )
  for (const [url, title] of pages)
    database.prepare('INSERT INTO urls VALUES (?, ?, 5, 13350000000000000, 0)').run(url, title)
  database.close()
  return made.library.optIn('history', path)
}

describe('what is read', () => {
  test('goes by changed limits of size: of what is too large by now only the name stays', async () => {
    await using made = await makeLibrary({ 'a.txt': subjects.tea.repeat(1000), 'b.txt': subjects.violin })
    const { library } = made
    await library.index()
    expect(titlesOf(made)).toEqual(['a', 'b'])
    const usual = library.reading().largestMB
    await library.setReading({ largestMB: { ...usual, text: 0.1 } })
    await library.index()
    expect(titlesOf(made)).toEqual(['a', 'b'])
    expect((await library.status()).chunks).toBe(1)
    expect(library.problems()).toMatchObject([{ code: 'too-large', message: expect.stringContaining('up to 0.1 MB') }])
    await library.setReading({ largestMB: usual })
    await library.index()
    expect((await library.status()).chunks).toBeGreaterThan(2)
    expect(library.problems()).toEqual([])
    await expect(library.setReading({ largestMB: { ...usual, text: -1 } })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })

  test('of a history goes by the list of hosts, which can be changed', async () => {
    await using made = await makeLibrary({})
    const { library } = made
    await withHistory(made, [
      ['https://www.paypal.com/help', 'Help'],
      ['https://example.org/tea', 'Tea'],
      ['https://my.secret.org/diary', 'Diary'],
    ])
    await library.index()
    expect(titlesOf(made)).toEqual(['Diary', 'Tea'])
    await library.setReading({ off: ['paypal.com'], hosts: ['secret.org'] })
    expect(library.leftOutRules()).toContainEqual({ name: 'paypal.com', group: 'pages', reason: 'money', isOn: false })
    await library.index()
    expect(titlesOf(made)).toEqual(['Help', 'Tea'])
  })

  test('of a history leaves out a host at once, with those below it, until the rule is taken back', async () => {
    await using made = await makeLibrary({ 'tea.txt': subjects.tea })
    const { library } = made
    await withHistory(made, [
      ['https://www.example.org/tea', 'Tea'],
      ['http://shop.example.org:8080/cups', 'Cups'],
      ['https://notexample.org/', 'Others'],
      ['http://wiki/Start', 'At work'],
    ])
    await library.index()
    const whole = titlesOf(made)
    await expect(library.excludeSite('not a host')).rejects.toMatchObject({ code: 'bad-request' })
    expect(await library.excludeSite('www.example.org')).toBe(2)
    expect(await library.excludeSite('wiki')).toBe(1)
    expect(library.reading().hosts).toEqual(['example.org', 'wiki'])
    expect(titlesOf(made)).toEqual(['Others', 'tea'])
    expect((await library.names('cups', 10)).map(({ title }) => title)).not.toContain('Cups')
    await library.index()
    expect(titlesOf(made)).toEqual(['Others', 'tea'])
    expect(await library.why('http://wiki/Start')).toMatchObject({ verdict: 'left-out' })
    expect(await library.excludeSite('nowhere.org')).toBe(0)
    await library.setReading({ hosts: [] })
    await library.index()
    expect(titlesOf(made)).toEqual(whole)
  })

  test('of a page is its saved copy, where the person named its folder', async () => {
    await using made = await makeLibrary({})
    const { library, tree } = made
    await withHistory(made, [['https://example.org/tea?from=home', 'Tea']])
    await mkdir(tree.at('saved'))
    await writeFile(
      tree.at('saved/tea.html'),
      `<!-- saved from url=(0023)https://example.org/tea --><html><body><p>${subjects.volcano}</p></body></html>`,
    )
    await library.index()
    expect((await ask(library, '"ground every aircraft"')).results).toEqual([])
    await library.setReading({ savedPages: [tree.at('saved')] })
    await library.index()
    expect((await ask(library, '"ground every aircraft"')).results).toMatchObject([
      { kind: 'history', uri: 'https://example.org/tea' },
    ])
  })
})

/** A tesseract that reads the same words in every picture, and counts itself. */
async function withFakeTesseract({ tree }: TestLibrary, script: string): Promise<void> {
  await mkdir(tree.at('bin'))
  await writeFile(tree.at('bin/tesseract'), `#!/bin/sh\ncat > /dev/null\n${script}\n`)
  await chmod(tree.at('bin/tesseract'), 0o755)
  vi.stubEnv('PATH', `${tree.at('bin')}${delimiter}${process.env['PATH'] ?? ''}`)
}

const photo = png(new Uint8Array(12), { width: 2, height: 2 })
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10)

describe.skipIf(process.platform === 'win32')('text in pictures', () => {
  test('is not looked for until a person wants it; then pictures and scanned pages are read', async () => {
    await using made = await makeLibrary({ 'photo.png': photo, 'b.txt': subjects.violin })
    const { library, docs } = made
    await writeFile(`${docs}/scan.pdf`, makePdf({ pages: [[], []] }))
    await withFakeTesseract(made, `echo "${subjects.penguin}"`)
    await library.index()
    expect(titlesOf(made)).toEqual(['b', 'photo', 'scan'])
    expect(await library.status()).toMatchObject({ chunks: 1 })
    expect(library.problems()).toMatchObject([{ path: `${docs}/scan.pdf`, code: 'no-text' }])
    await library.setReading({ ocr: { isOn: true, languages: 'eng+deu' } })
    await library.index()
    expect(titlesOf(made)).toEqual(['b', 'photo', 'scan'])
    const { results } = await ask(library, 'polar night')
    // Both say the same, so one of them stands for the other.
    expect(results[0]).toMatchObject({ title: expect.stringMatching(/^photo|scan$/u), also: [expect.anything()] })
    await library.setReading({ ocr: { isOn: false, languages: 'eng' } })
    await library.index()
    expect(titlesOf(made)).toEqual(['b', 'photo', 'scan'])
    expect((await ask(library, 'polar night')).results.map(({ title }) => title)).not.toContain('photo')
  })

  test('is looked for in scans that are attached to mail, and in archives', async () => {
    const scan = makePdf({ pages: [[]] })
    await using made = await makeLibrary({
      'a.eml': mailOf({ subject: 'Birds', body: 'See.', attached: { 'scan.pdf': scan } }),
    })
    const { library, docs } = made
    await writeFile(`${docs}/old.zip`, zipSync({ 'paper.pdf': scan }))
    await withFakeTesseract(made, `echo "${subjects.penguin}"`)
    await library.index()
    expect(library.problems()).toMatchObject([
      { part: '//1 scan.pdf', code: 'no-text' },
      { part: 'paper.pdf', code: 'no-text' },
    ])
    await library.setReading({ ocr: { isOn: true, languages: 'eng' } })
    await library.index()
    expect(library.problems()).toEqual([])
    const [hit] = (await ask(library, 'polar night')).results
    expect([hit.part, ...hit.also.map(({ part }) => part)].toSorted()).toEqual(['//1 scan.pdf', 'paper.pdf'])
  })

  test.each([
    ['echo "Failed loading language" >&2; exit 1', 'unsupported', 'lacks one of the languages'],
    ['echo "Image too small" >&2; exit 1', 'damaged', 'Image too small'],
  ])('says why there is none, and knows the picture by its name: %s', async (script, code, message) => {
    await using made = await makeLibrary({ 'photo.jpg': jpeg })
    const { library } = made
    await withFakeTesseract(made, script)
    await library.setReading({ ocr: { isOn: true, languages: 'eng' } })
    expect(await library.index()).toMatchObject({ added: 1, failed: 1 })
    expect(library.problems()).toMatchObject([{ code, message: expect.stringContaining(message) }])
    expect((await ask(library, 'photo')).results).toMatchObject([{ kind: 'picture' }])
    expect(await library.index()).toMatchObject({ added: 0, failed: 0, unchanged: 1 })
    expect(library.problems()).toHaveLength(1)
  })

  test('is looked for by the first run that finds tesseract', async () => {
    await using made = await makeLibrary({})
    const { library, docs, tree } = made
    await writeFile(`${docs}/photo.png`, photo)
    vi.stubEnv('PATH', tree.at('bin'))
    await library.setReading({ ocr: { isOn: true, languages: 'eng' } })
    await library.index()
    expect((await library.why(`${docs}/photo.png`)).message).toContain('tesseract, which is not installed')
    expect(await library.index()).toMatchObject({ added: 0, failed: 0, unchanged: 1 })
    await mkdir(tree.at('bin'))
    const script = `[ "$1" = --list-langs ] && echo eng && exit\n/bin/cat > /dev/null\necho "${subjects.penguin}"`
    await writeFile(tree.at('bin/tesseract'), `#!/bin/sh\n${script}\n`)
    await chmod(tree.at('bin/tesseract'), 0o755)
    await library.index()
    expect(library.problems()).toEqual([])
    expect((await ask(library, 'polar night')).results.map(({ title }) => title)).toEqual(['photo'])
  })

  test('is no problem where a picture has none', async () => {
    await using made = await makeLibrary({ 'photo.jpg': jpeg })
    await withFakeTesseract(made, 'echo " "')
    await made.library.setReading({ ocr: { isOn: true, languages: 'eng' } })
    expect(await made.library.index()).toMatchObject({ added: 1, failed: 0 })
    expect(made.library.problems()).toEqual([])
  })

  test.skipIf(!isInstalled('tesseract'))('is read by the real tesseract, where that is installed', async () => {
    await using made = await makeLibrary({})
    await writeFile(`${made.docs}/scan.pgm`, pictureOf('LANTERN'))
    await made.library.setReading({ ocr: { isOn: true, languages: 'eng' } })
    await made.library.index()
    expect((await ask(made.library, 'lantern')).results.map(({ kind }) => kind)).toEqual(['picture'])
  })
})

/** Five rows of five dots a letter. */
const letters: Readonly<Record<string, string>> = {
  L: '#....#....#....#....#####',
  A: '.###.#...########...##...#',
  N: '#...###..##.#.##..###...#',
  T: '#####..#....#....#....#..',
  E: '######....####.#....#####',
  R: '####.#...#####.#..#.#...#',
}

/** Black letters on white, 20 dots a dot. */
function pictureOf(word: string): Buffer {
  const dot = 12
  const [width, height] = [(word.length * 7 + 4) * dot, 13 * dot]
  const pixels = Buffer.alloc(width * height, 255)
  for (const [place, letter] of [...word].entries()) {
    for (let i = 0; i < 25; i++) {
      if (letters[letter][i] !== '#') continue
      const [x, y] = [(place * 7 + 3 + (i % 5)) * dot, (4 + Math.floor(i / 5)) * dot]
      for (let row = y; row < y + dot; row++) pixels.fill(0, row * width + x, row * width + x + dot)
    }
  }
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels])
}

describe('a vault of notes', () => {
  test('gives notes by the names their writer links to, with other names, tags, properties and links', async () => {
    await using made = await makeLibrary({
      'vault/.obsidian/app.json': '{}',
      'vault/Rivers/Loire.md':
        '---\naliases:\n  - Liger\ntags: [geography, "france"]\ncreated: 2021-05-04\n---\n# Introduction\nSee [[Rivers/Seine|its sister]] and ![[map.png]] for where it rises in the Ardèche.\n',
      'vault/Seine.md': '---\ntitle: The Seine\n---\nFlows through Paris.\n',
      'loose.md': '# Loose\nA page in no vault.\n',
    })
    const { library, docs } = made
    await library.index()
    expect(titlesOf(made)).toEqual(['Loire', 'Loose', 'The Seine'])
    for (const query of ['Liger', 'geography', 'sister', 'source:notes rises'])
      expect((await ask(library, query)).results[0]).toMatchObject({ path: `${docs}/vault/Rivers/Loire.md` })
    const [hit] = (await ask(library, 'its sister')).results
    expect(hit).toMatchObject({ source: 'notes', title: 'Loire', dated: Date.UTC(2021, 4, 4) })
    expect(hit.snippet).toContain('See its sister and map.png for where')
  })
})

describe('why something is not found', () => {
  test('says of a placeholder, and of what it stands for, that its bytes are elsewhere', async () => {
    await using made = await makeLibrary({ '.Report.pdf.icloud': 'x', 'a.txt': subjects.tea })
    const { library, docs } = made
    expect(await library.why(`${docs}/.Report.pdf.icloud`)).toMatchObject({ verdict: 'not-seen' })
    await library.index()
    for (const name of ['.Report.pdf.icloud', 'Report.pdf']) {
      const expected = {
        path: `${docs}/Report.pdf`,
        verdict: 'not-readable',
        message: expect.stringContaining('Its bytes'),
      }
      expect(await library.why(`${docs}/${name}`)).toMatchObject(expected)
    }
    expect(await library.why(`${docs}/None.pdf`)).toMatchObject({ verdict: 'missing' })
  })

  test('names what in an archive could not be read', async () => {
    const deepest = zipSync({ 'deepest.zip': zipSync({ 'a.txt': strToU8(subjects.tea) }) })
    const deep = zipSync({ 'deep.zip': zipSync({ '3.zip': zipSync({ '4.zip': deepest }) }) })
    const some = zipSync({ 'deep.zip': zipSync({ 'c.zip': strToU8('none') }), 'b.txt': strToU8(subjects.violin) })
    await using made = await makeLibrary({})
    const { library, docs } = made
    await writeFile(`${docs}/all.zip`, deep)
    await writeFile(`${docs}/some.zip`, some)
    await library.index()
    const all = await library.why(`${docs}/all.zip`)
    expect(all).toMatchObject({ verdict: 'indexed', documents: 1, said: { code: 'verdict.foundBut' } })
    expect(all.message).toContain('deep.zip!/3.zip!/4.zip!/deepest.zip: ')
    const { verdict, message } = await library.why(`${docs}/some.zip`)
    expect([verdict, message]).toEqual(['indexed', expect.stringMatching(/can be found\. .*deep\.zip!\/c\.zip: /)])
  })
})
