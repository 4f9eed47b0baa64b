/* A real library of so many chunks, kept between benches; queries come from documents that are not in it. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embeddedModelFolder, readModelFolder } from '../embed/model-folder.ts'
import { openLibrary } from '../library.ts'
import { randomNumbers } from '../random.ts'
import { kindOfPath } from '../text/document-kind.ts'
import { prepareDocument } from '../text/prepare.ts'
import { writeCorpus } from './corpus.ts'
import { keptOrMade } from './kept-folder.ts'

/** A library on disk with what it was made of. */
export interface BenchLibrary {
  /** Holds everything below, and what benches want to keep beside it. */
  readonly folder: string
  readonly library: string
  /** The documents in the library. */
  readonly corpus: string
  /** Documents of the same kind that are not in the library; may be empty. */
  readonly heldOut: string
}

export interface LibraryOfChunks {
  /** Documents to choose from; undefined: the shared prose and mail where they are at hand, else a generated corpus. */
  readonly path: string | undefined
  readonly chunks: number
  print(line: string): void
}

const sharedFolders = ['prose', 'mail/eml'].map((name) =>
  fileURLToPath(new URL(`../../../data/${name}`, import.meta.url)),
)
const generated = { bytesPerFile: 8000, seed: 1 }
/** Documents kept out of the library for queries. */
const heldOutFiles = 200
const filesInFolder = 100

/** From so many chunks on, no collection at hand has enough: its documents come again, with some of their words exchanged. */
const cycledChunks = 150_000

/** A library of the first documents that have `chunks` chunks together, or of all where they have fewer. */
export async function libraryOfChunks({ path: chosen, chunks, print }: LibraryOfChunks): Promise<BenchLibrary> {
  const path = chosen === undefined ? sharedFolders.filter((shared) => existsSync(shared)) : [chosen]
  const { fingerprint } = await readModelFolder(embeddedModelFolder())
  const key = hashOf([fingerprint, chunks, path.length === 0 ? generated : path, await layoutSources()])
  const name = `library-${path.length === 0 ? 'generated' : hashOf(path)}-${chunks}`
  const folder = await keptOrMade({ name, key }, async (folder) => {
    print(`building a library of ${chunks} chunks …`)
    await chooseDocuments(path, chunks, placesIn(folder))
    await indexAll(placesIn(folder))
  })
  return placesIn(folder)
}

function placesIn(folder: string): BenchLibrary {
  return {
    folder,
    library: join(folder, 'library'),
    corpus: join(folder, 'corpus'),
    heldOut: join(folder, 'held-out'),
  }
}

async function indexAll({ library: folder, corpus }: BenchLibrary): Promise<void> {
  const library = await openLibrary({ folder, access: 'write' })
  try {
    const root = await library.addRoot(corpus)
    await library.index({ roots: [root] })
    // With its graph, which `codes` does not need at this size: for its bytes, and for the strategies that walk it.
    await library.optimize()
  } finally {
    await library.close()
  }
}

/** Copies documents into the corpus until it has `chunks` chunks, and some more into the folder for queries. */
async function chooseDocuments(path: readonly string[], chunks: number, to: BenchLibrary): Promise<void> {
  await Promise.all([mkdir(to.corpus), mkdir(to.heldOut)])
  const staging = join(to.folder, 'staging')
  const files = await documentsIn(path.length === 0 ? [await generateFor(chunks, staging)] : path)
  const isCycled = chunks >= cycledChunks
  const usable = isCycled ? files.slice(0, -heldOutFiles) : files
  let { total, taken } = await copyUntil(chunks, usable, to.corpus)
  const rest = files.slice(taken, taken + heldOutFiles)
  for (const [i, file] of rest.entries()) await copyNumbered(file, i, to.heldOut)
  const reusable = isCycled ? usable.filter(isPlainText) : []
  for (let seed = 1; reusable.length > 0 && total < chunks; seed++) {
    const again = await copyUntil(chunks - total, reusable, to.corpus, { seed, first: taken })
    if (again.total === 0) break
    total += again.total
    taken += again.taken
  }
  await rm(staging, { recursive: true, force: true })
}

interface Cycle {
  readonly seed: number
  /** Number of the first copy. */
  readonly first: number
}

/** Copies documents into `folder` until they have `chunks` chunks together; in a cycle changed, so that no two are the same. */
async function copyUntil(chunks: number, files: readonly string[], folder: string, cycle?: Cycle): Promise<Copied> {
  const random = randomNumbers(cycle?.seed ?? 0)
  let total = 0
  let taken = 0
  for (; taken < files.length && total < chunks; taken++) {
    const prepared = await prepareDocument({ path: files[taken], knownHash: null })
    if (prepared.kind !== 'prepared' || prepared.headers.length === 0) continue
    total += prepared.headers.length
    const copy = await copyNumbered(files[taken], taken + (cycle?.first ?? 0), folder)
    if (cycle !== undefined) await writeFile(copy, withWordsExchanged(await readFile(copy, 'utf8'), random))
  }
  return { total, taken }
}

interface Copied {
  /** Chunks. */
  readonly total: number
  /** Files looked at. */
  readonly taken: number
}

function isPlainText(file: string): boolean {
  return ['.md', '.rst', '.txt'].includes(extname(file))
}

/** The text with one long word in six replaced by another of its own. */
export function withWordsExchanged(text: string, random: () => number): string {
  const word = /\p{L}{4,}/gu
  const words = text.match(word) ?? []
  return text.replace(word, (found) => (random() < 1 / 6 ? words[Math.floor(random() * words.length)] : found))
}

async function copyNumbered(file: string, number: number, folder: string): Promise<string> {
  const part = join(folder, `part-${Math.floor(number / filesInFolder)}`)
  await mkdir(part, { recursive: true })
  const copy = join(part, `${number}${extname(file)}`)
  await copyFile(file, copy)
  return copy
}

/** Writes somewhat more documents than make up `chunks`. */
async function generateFor(chunks: number, folder: string): Promise<string> {
  const smallestChunksPerFile = 6
  await writeCorpus(folder, { ...generated, files: Math.ceil(chunks / smallestChunksPerFile) + heldOutFiles })
  return folder
}

/** All documents below `folders` of a kind that Leantern reads, shuffled, always in the same way. */
async function documentsIn(folders: readonly string[]): Promise<string[]> {
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })))
  const files = entries
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => kindOfPath(file) !== null)
    .toSorted()
  return shuffled(files, 3)
}

/** In an order that only the seed decides. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed)
  return values
    .map((value) => ({ value, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value)
}

/** A hash of the sources that decide what a library looks like, so that none made by other sources is measured. */
async function layoutSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['catalogue', 'indexing', 'keywords', 'leann', 'leann/building', 'leann/graph', 'text']) {
    const place = join(import.meta.dirname, '..', folder)
    const names = await readdir(place).catch(() => [])
    for (const name of names.toSorted().filter((name) => name.endsWith('.ts') && !name.includes('.test.'))) {
      hash.update(name).update(await readFile(join(place, name)))
    }
  }
  return hash.digest('hex')
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}

/** Sentences of six words and more with every third word left out, from documents that are not in the library. */
export async function queriesFor({ heldOut, corpus }: BenchLibrary, count: number): Promise<string[]> {
  const outside = await documentsIn([heldOut])
  const files = outside.length > 0 ? outside : await documentsIn([corpus])
  const random = randomNumbers(2)
  const queries: string[] = []
  for (let tries = 0; queries.length < count && tries < count * 20; tries++) {
    const text = await readFile(files[Math.floor(random() * files.length)], 'utf8')
    const sentences = text.match(/[A-Z][a-z]+(?: [a-zA-Z,]+){6,25}\./gu) ?? []
    if (sentences.length === 0) continue
    const words = sentences[Math.floor(random() * sentences.length)].slice(0, -1).split(' ')
    queries.push(words.filter((_, i) => i % 3 !== 2).join(' '))
  }
  return queries
}
