import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { openEncoder } from '../../embed/encoder.ts'
import { embeddedModelFolder, readModelFolder } from '../../embed/model-folder.ts'
import { randomNumbers } from '../../random.ts'
import { chunkInputs, type ChunkInput } from '../../text/chunk-document.ts'
import { prepareDocument } from '../../text/prepare.ts'
import type { BenchContext } from '../bench.ts'
import type { OwnVectors } from '../bench-options.ts'
import { generatedVectors } from './generated-vectors.ts'

/** Vectors to search and the queries for them. Rows are unit vectors. */
export interface RecallData {
  /** Names the data in the cache. */
  readonly key: string
  readonly dimensions: number
  /** [chunks × dimensions] */
  readonly vectors: Float32Array
  readonly querySets: readonly QuerySet[]
}

export interface QuerySet {
  readonly name: string
  /** [queries × dimensions] */
  readonly queries: Float32Array
}

const defaultChunks = 100_000
const queryCount = 500
const seed = 5

/** Real texts beside the project, where somebody has them. */
const realFolders = ['prose', 'mail/eml'].map((name) => new URL(`../../../../data/${name}`, import.meta.url).pathname)

/** A folder for what takes long to make; kept between runs. */
export const recallCache = join(tmpdir(), 'leantern-bench')

/** The person's own vectors, or those of real texts, or generated ones. */
export async function loadRecallData({ own, path, chunks = defaultChunks, print }: BenchContext): Promise<RecallData> {
  if (own !== undefined) return loadOwn(own)
  const folders = path === undefined ? realFolders : [path]
  if (folders.every((folder) => existsSync(folder))) return loadTexts(folders, { chunks, print })
  print(`No texts in ../data: ${chunks} generated vectors around 1,000 centres.`)
  return {
    key: `generated-${chunks}`,
    dimensions: 256,
    vectors: generatedVectors({ count: chunks, dimensions: 256, seed }),
    querySets: [
      { name: 'generated', queries: generatedVectors({ count: queryCount, dimensions: 256, seed: seed + 1 }) },
    ],
  }
}

async function loadOwn({ vectors, queries, dimensions }: OwnVectors): Promise<RecallData> {
  const read = async (file: string): Promise<Float32Array> => {
    const values = await readFloats(file)
    if (values.length > 0 && values.length % dimensions === 0) return normalised(values, dimensions)
    throw new AppError(
      'bad-request',
      `Expected ${file} to hold rows of ${dimensions} float32, got ${values.length} values.`,
    )
  }
  const { size, mtimeMs } = await stat(vectors)
  return {
    key: `own-${hashOf(vectors)}-${size}-${Math.round(mtimeMs)}`,
    dimensions,
    vectors: await read(vectors),
    querySets: [{ name: 'own', queries: await read(queries) }],
  }
}

interface TextsWanted {
  readonly chunks: number
  print(line: string): void
}

async function loadTexts(folders: readonly string[], { chunks, print }: TextsWanted): Promise<RecallData> {
  const { fingerprint, description } = await readModelFolder(embeddedModelFolder())
  const { dimensions } = description
  const key = `${fingerprint.slice(0, 12)}-${hashOf(folders.join('\n'))}-${chunks}`
  const names = ['vectors', 'passages', 'sentences']
  const files = names.map((name) => join(recallCache, `${key}-${name}.f32`))
  if (!files.every((file) => existsSync(file))) {
    const texts = await cutTexts(folders, chunks)
    print(`Read ${texts.documents} documents; embedding ${texts.chunks.length} chunks.`)
    const encoder = await openEncoder(embeddedModelFolder())
    const passages = texts.passages
    const sentences = passages.map(({ text }) => ({ header: '', text: sentenceOf(text) }))
    await mkdir(recallCache, { recursive: true })
    for (const [i, inputs] of [texts.chunks, passages, sentences].entries())
      await writeFile(files[i], await encoder.embed(inputs))
    await encoder.close()
  }
  const [vectors, passages, sentences] = await Promise.all(files.map(readFloats))
  const querySets = [
    { name: 'passages', queries: passages },
    { name: 'sentences', queries: sentences },
  ]
  return { key, dimensions, vectors, querySets }
}

interface Texts {
  readonly documents: number
  /** In the order of the files' paths, as a scan finds them. */
  readonly chunks: readonly ChunkInput[]
  /** One of each document that was left out. */
  readonly passages: readonly ChunkInput[]
}

/** Draws documents: the first give a passage each and are left out, the rest their chunks until there are enough. */
async function cutTexts(folders: readonly string[], wanted: number): Promise<Texts> {
  const paths: string[] = []
  for (const folder of folders) {
    for await (const entry of glob('**/*.{md,rst,txt,html,eml,cnxml}', { cwd: folder })) paths.push(join(folder, entry))
  }
  const random = randomNumbers(seed)
  const drawn = paths
    .toSorted()
    .map((path) => ({ path, place: random() }))
    .toSorted((a, b) => a.place - b.place)
  const passages: ChunkInput[] = []
  const taken: { path: string; inputs: readonly ChunkInput[] }[] = []
  let count = 0
  for (const { path } of drawn) {
    if (count >= wanted) break
    const prepared = await prepareDocument({ path, knownHash: null })
    if (prepared.kind !== 'prepared' || prepared.headers.length === 0) continue
    const inputs = chunkInputs(prepared)
    const passage = inputs[Math.floor(random() * inputs.length)]
    if (passages.length < queryCount && sentenceOf(passage.text) !== '') passages.push(passage)
    else {
      taken.push({ path, inputs })
      count += inputs.length
    }
  }
  const chunks = taken.toSorted((a, b) => (a.path < b.path ? -1 : 1)).flatMap(({ inputs }) => inputs)
  return { documents: taken.length, chunks: chunks.slice(0, wanted), passages }
}

/** The first plain sentence of a passage; '' where it has none. */
function sentenceOf(text: string): string {
  return /[A-Z][a-z]+(?:\s[a-zA-Z,'-]+){6,25}[.?!]/u.exec(text)?.[0].replaceAll(/\s+/gu, ' ') ?? ''
}

async function readFloats(file: string): Promise<Float32Array> {
  const bytes = await readFile(file)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)))
}

function normalised(vectors: Float32Array, dimensions: number): Float32Array {
  for (let start = 0; start < vectors.length; start += dimensions) {
    let squares = 0
    for (let i = start; i < start + dimensions; i++) squares += vectors[i] * vectors[i]
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares)
    for (let i = start; i < start + dimensions; i++) vectors[i] *= scale
  }
  return vectors
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
