/*
 * Judged sets that derive from plain documents: what a person would look for is cut out of what they should find.
 *
 *   own-headings    a section's heading → its text, which stands without it
 *   own-openings    a section's first sentence → the rest of it
 *   own-mail        subject and first question of a mail → the mails that answer it, without subject and quotes
 *   own-summaries   the description in a page's front matter → the beginning of the page, without it and the title
 *   own-names, own-senders   see known-items.ts
 *   own-links       a sentence that links to a page, without the link → the beginning of that page, without the title
 *
 * Taken from the files and mail threads whose name's hash is 0 mod 10, which the embedded model was not trained on. They are all
 * documents; weights are set on the queries of one half of them, and those of the other half are reported. The model was trained on
 * pairs like those of the first three (of other files), so that they flatter meaning; own-summaries and own-links it has not seen in
 * that form.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { crc32 } from 'node:zlib'
import { isHeldOut } from '../../embed/training/sections.ts'
import { threadOf } from '../../embed/training/mails.ts'
import { decodeOutline } from '../../text/outline.ts'
import { prepareDocument } from '../../text/prepare.ts'
import { readDocumentText } from '../../text/read-text.ts'
import { nameSet, senderSet } from './known-items.ts'
import { mailsOf, type Mail } from './mbox.ts'
import type { JudgedDocument, JudgedQuery, JudgedSet } from './sets.ts'

/** Queries of one set. */
const mostQueries = 400

/** Of what is held out: weights are set on the queries of one half, those of the other are reported. */
export type Half = 'weights' | 'report'

function halfOf(name: string): Half {
  return Math.floor(crc32(name) / 10) % 2 === 0 ? 'weights' : 'report'
}

/** The sets of `prose` and `mail/mbox` below `folder`, as far as they are there. */
export async function ownSets(folder: string, half: Half): Promise<JudgedSet[]> {
  const isFileAsked = (path: string): boolean => halfOf(relative(folder, path)) === half
  const isMailAsked = ({ subject }: Mail): boolean => halfOf(threadOf(subject)) === half
  const prose = (await filesIn(join(folder, 'prose'))).filter((path) => isHeldOut(relative(folder, path)))
  const sections = (await Promise.all(prose.map(sectionsOf))).flat()
  const mails = await heldOutMails(join(folder, 'mail', 'mbox'))
  const pages = (await Promise.all(prose.map(pageOf))).filter((page) => page !== null)
  const links = prose.length === 0 ? [] : await linksTo(join(folder, 'prose'), new Set(prose.filter(isFileAsked)))
  const sets = [
    headingSet(sections, ({ path }) => isFileAsked(path)),
    openingSet(sections, ({ path }) => isFileAsked(path)),
    mailSet(mails, isMailAsked),
    summarySet(pages, ({ id }) => isFileAsked(id)),
    linkSet(pages, links),
    sampledSet(nameSet(pages, ({ id }) => isFileAsked(id))),
    sampledSet(senderSet(mails, isMailAsked)),
  ]
  return sets.filter(({ queries }) => queries.length > 0)
}

function sampledSet(set: JudgedSet): JudgedSet {
  return { ...set, queries: sampled(set.queries) }
}

async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Mails of threads that are held out. A mail to two lists is in two archives: it comes once. */
async function heldOutMails(folder: string): Promise<Mail[]> {
  const mails = new Map<string, Mail>()
  for (const path of await filesIn(folder)) {
    for (const mail of mailsOf(await readFile(path, 'utf8'))) {
      if (isHeldOut(threadOf(mail.subject))) mails.set(mail.id, mail)
    }
  }
  return [...mails.values()]
}

interface Section {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly heading: string
  /** Without the heading, 300 to 2,000 units. */
  readonly text: string
}

async function sectionsOf(path: string): Promise<Section[]> {
  const prepared = await prepareDocument({ path, knownHash: null })
  if (prepared.kind !== 'prepared') return []
  const utf8 = Buffer.from(await readDocumentText(path))
  const { headings } = decodeOutline(prepared.outline)
  return headings.flatMap(({ text: heading, start }, i) => {
    const whole = utf8.toString('utf8', start, headings[i + 1]?.start)
    const text = whole
      .slice(whole.indexOf('\n') + 1)
      .replace(/^[=~^"'-]{3,}$/m, '')
      .trim()
      .slice(0, 2000)
    return text.length < 300 ? [] : [{ id: `${path}#${i}`, path, title: prepared.title, heading, text }]
  })
}

function headingSet(sections: readonly Section[], isAsked: (section: Section) => boolean): JudgedSet {
  const known = Map.groupBy(sections, ({ heading }) => heading.toLowerCase())
  const telling = sections.filter(
    ({ heading, title }) =>
      heading !== title && /\w+\W+\w+/.test(heading) && known.get(heading.toLowerCase())?.length === 1,
  )
  return {
    name: 'own-headings',
    language: 'en',
    documents: sections,
    queries: sampled(telling.filter(isAsked)).map(({ id, heading }) => ({ text: heading, grades: new Map([[id, 1]]) })),
  }
}

function openingSet(sections: readonly Section[], isAsked: (section: Section) => boolean): JudgedSet {
  const documents: JudgedDocument[] = []
  const queries: JudgedQuery[] = []
  for (const section of sections) {
    const { id, title, text } = section
    const opening = /^[A-Z][^.!?\n]{40,200}[.!?](?=\s)/.exec(text)?.[0]
    documents.push({ id, title, text: opening === undefined ? text : text.slice(opening.length).trim() })
    if (opening !== undefined && isAsked(section)) queries.push({ text: opening, grades: new Map([[id, 1]]) })
  }
  return { name: 'own-openings', language: 'en', documents, queries: sampled(queries) }
}

function mailSet(mails: readonly Mail[], isAsked: (mail: Mail) => boolean): JudgedSet {
  const answers = new Map<string, Map<string, number>>()
  for (const { id, inReplyTo } of mails) {
    answers.set(inReplyTo, (answers.get(inReplyTo) ?? new Map<string, number>()).set(id, 1))
  }
  const queries = mails.filter(isAsked).flatMap(({ id, subject, text }): JudgedQuery[] => {
    const grades = answers.get(id)
    const question = /(?<=[.!?\n]\s)[A-Z][^.!?]{20,250}\?/.exec(text)?.[0].replaceAll(/\s+/g, ' ')
    return grades === undefined || question === undefined ? [] : [{ text: `${subject} ${question}`, grades }]
  })
  const documents = mails.filter(({ inReplyTo }) => inReplyTo !== '')
  return {
    name: 'own-mail',
    language: 'en',
    documents: documents.map(({ id, text }) => ({ id, title: '', text: text.slice(0, 2000) })),
    queries: sampled(queries),
  }
}

interface Page extends JudgedDocument {
  /** '' where the page has none. */
  readonly description: string
}

/** A Markdown page: its first 2,000 units below front matter and title. */
async function pageOf(path: string): Promise<Page | null> {
  if (!path.endsWith('.md')) return null
  const whole = await readFile(path, 'utf8')
  const front = /^\uFEFF?---\r?\n[\s\S]*?\n---\r?\n/.exec(whole)?.[0] ?? ''
  const text = whole.slice(front.length).replace(/^\s*#[^\n]*\n/, '')
  const description = /^description:\s*["']?(.*?)["']?\s*$/m.exec(front)?.[1] ?? ''
  return text.length < 300 ? null : { id: path, title: '', text: text.trim().slice(0, 2000), description }
}

function summarySet(pages: readonly Page[], isAsked: (page: Page) => boolean): JudgedSet {
  const described = pages.filter(
    ({ description }) => /(?:\w+\W+){6}/.test(description) && !/^Learn more/i.test(description),
  )
  return {
    name: 'own-summaries',
    language: 'en',
    documents: pages,
    queries: sampled(described.filter(isAsked)).map(({ id, description }) => ({
      text: description,
      grades: new Map([[id, 1]]),
    })),
  }
}

interface Link {
  readonly sentence: string
  /** Path of the page. */
  readonly target: string
}

/** The sentences below `folder` that link to one of `targets`. */
async function linksTo(folder: string, targets: ReadonlySet<string>): Promise<Link[]> {
  const links = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.md')) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
    for (const [, before, path, after] of text.matchAll(
      /([^.\n|#*]*)\[[^\]\n]+\]\(([^)\s#]+\.md)[^)\n]*\)([^.\n|[]*)/g,
    )) {
      const sentence = `${before} ${after}`.replaceAll(/\s+/g, ' ').trim()
      const target = join(entry.parentPath, path)
      if (targets.has(target) && /(?:[a-z]+\W+){7}/.test(sentence)) links.set(sentence, target)
    }
  }
  return [...links].map(([sentence, target]) => ({ sentence, target }))
}

function linkSet(pages: readonly Page[], links: readonly Link[]): JudgedSet {
  const known = new Set(pages.map(({ id }) => id))
  const queries = links.filter(({ target }) => known.has(target))
  return {
    name: 'own-links',
    language: 'en',
    documents: pages,
    queries: sampled(queries).map(({ sentence, target }) => ({ text: sentence, grades: new Map([[target, 1]]) })),
  }
}

/** Evenly from all over the list. */
function sampled<T>(items: readonly T[]): T[] {
  const step = Math.max(1, items.length / mostQueries)
  return Array.from({ length: Math.min(items.length, mostQueries) }, (_, i) => items[Math.floor(i * step)])
}
