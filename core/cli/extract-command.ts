import { readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { askedPlace, type AskedPlace } from '../asked-place.ts'
import { AppError } from '../errors.ts'
import { attachmentMark } from '../text/containers/container.ts'
import { innerMark } from '../text/containers/member-name.ts'
import { createExtractPool, type ExtractPool } from '../text/extract-pool.ts'
import { say } from '../sayings/say.ts'
import { namedOnlyKind } from '../text/named-only.ts'
import type { Prepared, PreparedPart } from '../text/prepared.ts'
import type { CommandParts } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface ExtractWords {
  readonly json?: boolean
}

/** What is printed of one file; `error` is null where it has text, all of the text's fields are empty where it has none. */
interface Extraction {
  readonly path: string
  /** Which of the documents in the file it is; missing where it is the file itself. */
  readonly part?: string
  readonly kind: string
  readonly title: string
  /** ISO 639-1; '' where it is not known. */
  readonly language: string
  /** UTF-16 units of the text. */
  readonly characters: number
  readonly text: string
  readonly error: { readonly code: string; readonly message: string } | null
}

/** `leantern extract`. */
export function extractCommand({ terminal, finish }: CommandParts): Command {
  return new Command('extract')
    .description('print the text of a file, or of each file in a folder, as it would be indexed')
    .argument('<path>', 'file or folder; \'FILE # PART\', as "leantern list" prints it')
    .option('--json', 'print one JSON object a line: path, part, kind, title, language, characters, text, error')
    .action((path: string, words: ExtractWords) => finish(() => extract(askedPlace(path), words, terminal)))
}

async function extract(asked: AskedPlace, { json = false }: ExtractWords, terminal: Terminal): Promise<number> {
  if (asked.kind === 'page')
    throw new AppError('bad-request', `Expected a file or a folder, got a page of the web, ${asked.url}.`)
  const threads = Math.min(4, availableParallelism())
  const pool = createExtractPool({ workers: threads })
  let found = 0
  let printed = 0
  try {
    for await (const extraction of extractions(asked.path, pool, threads * 2)) {
      if (asked.kind === 'part' && !isOrHolds(asked.part, extraction.part ?? '')) continue
      terminal.out(json ? `${JSON.stringify(extraction)}\n` : readable(extraction))
      printed++
      if (extraction.error === null) found++
    }
  } finally {
    await pool.close()
  }
  if (asked.kind === 'part' && printed === 0)
    throw new AppError('not-found', `Expected a document "${asked.part}" in ${asked.path}, and there is none.`)
  return found === 0 ? exitCodes.nothingFound : exitCodes.done
}

/** Whether the part is the one that was asked for, attached to it, or in it. */
function isOrHolds(asked: string, part: string): boolean {
  return part === asked || part.startsWith(asked + attachmentMark) || part.startsWith(asked + innerMark)
}

/** In the order of the files, with a few of them under way at once. */
async function* extractions(root: string, pool: ExtractPool, atOnce: number): AsyncGenerator<Extraction> {
  const underWay: Promise<readonly Extraction[]>[] = []
  for await (const path of filesOf(root)) {
    const extracted = extractFile(path, pool)
    // Where the reader goes away, what is under way ends with the pool and nobody is left to hear of it.
    extracted.catch(() => undefined)
    underWay.push(extracted)
    if (underWay.length >= atOnce) yield* await underWay.shift()!
  }
  for (const extracted of underWay) yield* await extracted
}

/** The file, or all documents in it. */
async function extractFile(path: string, pool: ExtractPool): Promise<Extraction[]> {
  const found: Extraction[] = []
  const take = async (parts: readonly PreparedPart[]): Promise<void> => {
    for (const part of parts) found.push(describe(path, part, part.part))
  }
  const taker = { take, knownHashes: () => new BigUint64Array(0) }
  const prepared = await pool.prepare({ path, knownHash: null, wantsText: true }, undefined, taker)
  if (prepared.kind !== 'container') found.push(describe(path, prepared))
  if (prepared.kind === 'prepared') await take(prepared.parts)
  return found
}

/** The file, or all regular files of a folder in the order of their names; links are not followed. */
async function* filesOf(path: string): AsyncGenerator<string> {
  const stats = await stat(path).catch(() => {
    throw new AppError('not-found', `Expected a file or a folder at ${path}, and there is nothing.`)
  })
  if (stats.isDirectory()) yield* filesBelow(path)
  else yield path
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

/** Why a document has no text. */
function withoutText(name: string): Extraction['error'] {
  const message = 'No text is read of files of this type; they are found by their names.'
  return { code: 'no-text', message: namedOnlyKind(name) === null ? say('file.noText').text : message }
}

function describe(path: string, prepared: Prepared | PreparedPart, part?: string): Extraction {
  const nothing = {
    path,
    ...(part !== undefined && { part }),
    kind: '',
    title: '',
    language: '',
    characters: 0,
    text: '',
  }
  if (prepared.kind === 'failed') return { ...nothing, error: { code: prepared.code, message: prepared.message } }
  if (prepared.kind !== 'prepared') return { ...nothing, error: null }
  const text = Buffer.from(prepared.cachedText ?? []).toString('utf8')
  const { documentKind, title, language, starts } = prepared
  return {
    ...nothing,
    kind: documentKind,
    title,
    language: language ?? '',
    characters: text.length,
    text,
    error: starts.length > 0 ? null : ('problem' in prepared && prepared.problem) || withoutText(part ?? path),
  }
}

function readable({ path, part, kind, title, language, characters, text, error }: Extraction): string {
  const named = part === undefined ? path : `${path} # ${part}`
  if (error !== null) return `--- ${named}\n    ${error.code}: ${error.message}\n\n`
  const facts = [kind, language, plural(characters, 'character')].filter((fact) => fact !== '').join(', ')
  return `--- ${named}\n    ${title === '' ? '' : `${title}  `}(${facts})\n\n${text.trimEnd()}\n\n`
}
