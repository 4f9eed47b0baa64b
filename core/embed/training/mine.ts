import { open, readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { crc32 } from 'node:zlib'
import { extractText } from '../../text/extract.ts'
import { extractEml } from '../../text/formats/eml.ts'
import { mailSections, mailsOf } from './mails.ts'
import { geneOntologySections } from './gene-ontology.ts'
import { glossarySections } from './glossary.ts'
import { isHeldOut, sectionsOf, type Section } from './sections.ts'
import { wordnetSections } from './wordnet.ts'

/** What mining found. */
export interface Mined {
  readonly sections: number
  readonly heldOut: number
  readonly unreadable: number
}

/**
 * Writes the sections of `prose`, `docs` and `mail` below `data`, one JSON a line, in the order of their paths, and behind them those of `texts`. Judged
 * sets lie elsewhere and are never read. A paragraph that was seen before is left out: a page that stands there in five versions, a
 * disclaimer.
 */
export async function mine(data: string, path: string, options: MineOptions): Promise<Mined> {
  const file = await open(path, 'w')
  const seen = new Set<number>()
  const mined = { sections: 0, heldOut: 0, unreadable: 0 }
  let lines: string[] = []
  try {
    for await (const section of minedSections(data, options, () => mined.unreadable++)) {
      const fresh = withoutSeen(section, seen)
      if (fresh === null) continue
      lines.push(JSON.stringify(fresh))
      mined.sections++
      if (section.isHeldOut) mined.heldOut++
      if (lines.length < 1000) continue
      await file.write(`${lines.join('\n')}\n`)
      lines = []
    }
    if (lines.length > 0) await file.write(`${lines.join('\n')}\n`)
  } finally {
    await file.close()
  }
  return mined
}

/** What is read beside the documents and mails; null: without. */
export interface TextPaths {
  /** Folder with WordNet's data files. */
  readonly wordnet: string | null
  /** GO.sqlite. */
  readonly geneOntology: string | null
  /** Names and what they are, a line each. */
  readonly glossary: string | null
}

export interface MineOptions extends TextPaths {
  /** Reads one of so many files, and of so many of the texts' sections. */
  readonly step?: number
  log(line: string): void
}

async function* minedSections(
  data: string,
  { step = 1, log, ...texts }: MineOptions,
  onUnreadable: () => void,
): AsyncGenerator<Section> {
  const names = await filesIn(data)
  for (const [i, name] of names.entries()) {
    if (i % 2000 === 1999) log(`${i + 1} of ${names.length} files read`)
    if (i % step !== 0) continue
    try {
      yield* readSections(data, name)
    } catch {
      // Among the documents are some that are damaged on purpose; they are counted, and nothing else is lost.
      onUnreadable()
    }
  }
  let count = 0
  for await (const section of textSections(texts)) if (count++ % step === 0) yield section
}

async function* textSections({ wordnet, geneOntology, glossary }: TextPaths): AsyncGenerator<Section> {
  if (wordnet !== null) yield* wordnetSections(wordnet)
  if (geneOntology !== null) yield* geneOntologySections(geneOntology)
  if (glossary !== null) yield* await glossarySections(glossary)
}

const roots = ['prose', 'docs', 'mail']
/** Packed and binary kinds that hold no prose of their own. */
const SKIPPED = /\.(?:7z|zip|gz|tar|json|csv|log|xls|xlsx|ods|xml|pst|mbox)$/i

async function filesIn(data: string): Promise<string[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const entries = await readdir(join(data, root), { recursive: true, withFileTypes: true }).catch(() => [])
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(data, join(entry.parentPath, entry.name)))
    }),
  )
  return found
    .flat()
    .filter((name) => !SKIPPED.test(name))
    .toSorted()
}

async function* readSections(data: string, name: string): AsyncGenerator<Section> {
  const source = name.split(sep).slice(0, 3).slice(0, -1).join('/')
  const bytes = await readFile(join(data, name))
  if (source.startsWith('mail/mbox')) {
    const list = name.split(sep).slice(0, 3).join('/')
    for (const { head, body } of mailsOf(bytes.toString('utf8'))) yield* mailSections(head, body, list)
  } else if (extname(name) === '.eml' && source.startsWith('mail')) {
    const { text } = await extractEml(bytes)
    const raw = bytes.subarray(0, 8192).toString('latin1').replaceAll('\r\n', '\n')
    const names = raw.slice(0, raw.indexOf('\n\n')).replaceAll(/^Subject:.*$/gim, '')
    const subject = /^Subject: .*$/m.exec(text)?.[0] ?? ''
    yield* mailSections(`${subject}\n${names}`, text.slice(text.indexOf('\n\n') + 2), source)
  } else {
    const extracted = await extractText(name, bytes)
    const named = extracted.title === '' ? { ...extracted, title: basename(name, extname(name)) } : extracted
    yield* sectionsOf(named, { source, isHeldOut: isHeldOut(name) })
  }
}

/** Null when nothing is left. An answer's paragraphs are its mail's too: there what it quotes has to be new. */
function withoutSeen(section: Section, seen: Set<number>): Section | null {
  if (section.isAnswer === true) return isNew([section.header], seen) ? section : null
  const paragraphs = section.paragraphs.filter((sentences) => isNew(sentences, seen))
  return paragraphs.length === 0 ? null : { ...section, paragraphs }
}

/** Remembers 52 bits of the paragraph. */
function isNew(sentences: readonly string[], seen: Set<number>): boolean {
  const text = sentences.join(' ').toLowerCase()
  const key = crc32(text) * 0x100000 + (crc32(text, 1) & 0xfffff)
  if (seen.has(key)) return false
  seen.add(key)
  return true
}
