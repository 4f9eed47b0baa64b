/*
 * Writes a small library of the present formats to core/test/formats/NAME: node core/test/formats/make-fixture.ts NAME. Run it once when a
 * format gets a new version; what is there is never made again, for it must open for ever.
 */
import Database from 'better-sqlite3'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '../../library.ts'
import { makeDocx, paragraph } from '../../text/testing/docx-fixture.ts'
import { sectionsOf, subjects } from '../library-fixture.ts'
import { describeLibrary, documentsRoot } from './describe-library.ts'

const name = process.argv[2]
const target = new URL(`./${name}/`, import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'leantern-format-'))
const docs = join(folder, 'docs')
const place = join(folder, 'library')

const message = (n: number, text: string): string =>
  `From sender@example.org Mon Jan  6 10:00:0${n} 2025\nFrom: Anna <anna@example.org>\nTo: ben@example.org\nSubject: Letter ${n}\nMessage-ID: <${n}@example.org>\nDate: Mon, 6 Jan 2025 10:00:0${n} +0000\n\n${text}\n\n`

const library = await openLibrary({ folder: place, access: 'write', graphRows: 4, hotCacheBytes: 64_000 })
await mkdir(docs)
await writeFile(join(docs, 'sections.md'), `# All subjects\n\n${sectionsOf(['tea', 'volcano', 'mortgage'])}`)
// Enough that one deleted document is no reason to rewrite their segment.
for (let i = 0; i < 6; i++)
  await writeFile(
    join(docs, `all-${i}.md`),
    `# Volume ${i}\n\n${sectionsOf(['tea', 'volcano', 'mortgage', 'violin', 'penguin'])}`,
  )
await writeFile(join(docs, 'page.html'), `<title>Violins</title><h1>Violins</h1><p>${subjects.violin}</p>`)
await writeFile(join(docs, 'paper.docx'), makeDocx({ body: paragraph(subjects.penguin) }))
await writeFile(join(docs, 'gone.txt'), subjects.violin)
await writeFile(join(docs, 'letters.mbox'), message(1, subjects.tea) + message(2, subjects.volcano))
await library.addRoot(docs)
await library.index()
await library.settle()
await writeFile(join(docs, 'later.txt'), subjects.mortgage)
await rm(join(docs, 'gone.txt'))
await library.index()
await library.search({ query: 'a hot drink', limit: 3, strategy: 'exact' })
await library.close()

const catalogue = new Database(join(place, 'catalogue.sqlite'))
for (const table of ['roots', 'folders', 'problems', 'pending'])
  catalogue.prepare(`UPDATE ${table} SET path = replace(path, ?, ?)`).run(docs, documentsRoot)
catalogue.pragma('journal_mode = DELETE')
catalogue.exec('VACUUM')
catalogue.close()
const texts = new Database(join(place, 'texts.sqlite'))
texts.pragma('journal_mode = DELETE')
texts.exec('VACUUM')
texts.close()

await cp(place, target, { recursive: true, errorOnExist: true, force: false })
await writeFile(join(target, 'expected.json'), `${JSON.stringify(await describeLibrary(target), null, 1)}\n`)
await rm(folder, { recursive: true })
