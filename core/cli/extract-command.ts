import { readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { AppError } from '../errors.ts'
import { createExtractPool, type ExtractPool } from '../text/extract-pool.ts'
import { languageOf } from '../text/language.ts'
import type { Prepared } from '../text/prepare.ts'
import type { CommandParts } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface ExtractWords {
  readonly json?: boolean
}

/** What is printed of one file; `error` is null where it has text, all of the text's fields are empty where it has none. */
interface Extraction {
  readonly path: string
  readonly kind: string
  readonly title: string
  /** ISO 639-1; '' where it is not known. */
  readonly language: string
  /** UTF-16 units of the text. */
  readonly characters: number
  readonly text: string
  readonly error: { readonly code: string; readonly message: string } | null
}

export function extractCommand({ terminal, finish }: CommandParts): Command {
  return new Command('extract')
    .description('print the text of a file, or of each file in a folder, as it would be indexed')
    .argument('<path>', 'file or folder')
    .option('--json', 'print one JSON object a line: path, kind, title, language, characters, text, error')
    .action((path: string, words: ExtractWords) => finish(() => extract(resolve(path), words, terminal)))
}

async function extract(path: string, { json = false }: ExtractWords, terminal: Terminal): Promise<number> {
  const threads = Math.min(4, availableParallelism())
  const pool = createExtractPool({ workers: threads })
  let found = 0
  try {
    for await (const extraction of extractions(path, pool, threads * 2)) {
      terminal.out(json ? `${JSON.stringify(extraction)}\n` : readable(extraction))
      if (extraction.error === null) found++
    }
  } finally {
    await pool.close()
  }
  return found === 0 ? exitCodes.nothingFound : exitCodes.done
}

/** In the order of the files, with a few of them under way at once. */
async function* extractions(root: string, pool: ExtractPool, atOnce: number): AsyncGenerator<Extraction> {
  const underWay: Promise<Extraction>[] = []
  for await (const path of filesOf(root)) {
    const extraction = pool
      .prepare({ path, knownHash: null, wantsText: true })
      .then((prepared) => describe(path, prepared))
    // Where the reader goes away, what is under way ends with the pool and nobody is left to hear of it.
    extraction.catch(() => undefined)
    underWay.push(extraction)
    if (underWay.length >= atOnce) yield underWay.shift()!
  }
  for (const extraction of underWay) yield await extraction
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

function describe(path: string, prepared: Prepared): Extraction {
  const nothing = { path, kind: '', title: '', language: '', characters: 0, text: '' }
  if (prepared.kind === 'failed') return { ...nothing, error: { code: prepared.code, message: prepared.message } }
  if (prepared.kind === 'unchanged') return { ...nothing, error: null }
  const text = Buffer.from(prepared.cachedText ?? []).toString('utf8')
  const { documentKind, title } = prepared
  return { path, kind: documentKind, title, language: languageOf(text), characters: text.length, text, error: null }
}

function readable({ path, kind, title, language, characters, text, error }: Extraction): string {
  if (error !== null) return `--- ${path}\n    ${error.code}: ${error.message}\n\n`
  const facts = [kind, language, plural(characters, 'character')].filter((fact) => fact !== '').join(', ')
  return `--- ${path}\n    ${title === '' ? '' : `${title}  `}(${facts})\n\n${text.trimEnd()}\n\n`
}
