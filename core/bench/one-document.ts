/* One document of ten chunks that changes: what that costs in a library. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { prepareDocument } from '../text/prepare.ts'
import { round } from './bench.ts'
import { writeCorpus } from './corpus.ts'

const chunksInDocument = 10
/** On a subject that no generated document has, long enough to decide what its chunk is about. */
const added = [
  'The beekeeper lifted the frames out of the hive and saw that the queen had swarmed with half of the bees.',
  'Honey still dripped from the combs, and the drones crawled over the capped brood.',
  'She lit the smoker, closed the entrance of the hive and hung an empty skep in the linden.',
  'By noon the swarm had settled there, and the bees were dancing for nectar again.',
].join(' ')
const question = 'a swarm of bees has left the hive with its queen'

export interface DocumentChange {
  /** Chunks that the library embedded. */
  readonly embedded: number
  /** Chunks whose text or heading is another than before. */
  readonly changedChunks: number
  /** From before the file is written until a search has found its new sentences. */
  readonly foundAfterMs: number
  /** Bytes that this process wrote meanwhile, the file's own included. */
  readonly bytesWritten: number
}

/** Adds a document below `folder` to the library, then adds some sentences in its middle. @throws AppError `failed` when it is not found */
export async function changeOneDocument(library: Library, folder: string): Promise<DocumentChange> {
  const path = await writeDocument(folder)
  await library.addRoot(folder)
  await library.index({ folders: [folder] })
  // So that the model is loaded and what a search keeps is there.
  await library.search({ query: question, limit: 1, strategy: 'codes' })
  const before = await checksOf(path)
  const text = await readFile(path, 'utf8')
  const changed = withSentence(text, added)
  const written = await bytesWrittenSoFar()
  const started = performance.now()
  await writeFile(path, changed)
  const { embedded } = await library.index({ folders: [folder] })
  const { results } = await library.search({ query: question, limit: 10, strategy: 'codes' })
  const foundAfterMs = round(performance.now() - started)
  const bytesWritten = (await bytesWrittenSoFar()) - written
  const place = changed.indexOf(added)
  if (!results.some((hit) => hit.path === path && hit.start <= place && place < hit.end)) {
    throw new AppError(
      'failed',
      `The changed document was not found by its new sentences: ${embedded} chunks embedded, ${results.length} hits.`,
    )
  }
  const after = await checksOf(path)
  return {
    embedded,
    changedChunks: after.filter((check) => !before.includes(check)).length,
    foundAfterMs,
    bytesWritten,
  }
}

/** A document that is cut into ten chunks. */
async function writeDocument(folder: string): Promise<string> {
  const staging = join(folder, '..', 'one-document')
  const path = join(folder, 'note.md')
  await mkdir(folder, { recursive: true })
  for (let bytesPerFile = 10_000; ; bytesPerFile += 300) {
    await writeCorpus(staging, { files: 1, bytesPerFile, seed: 5 })
    await rename(join(staging, 'part-0', 'note-0.md'), path)
    if ((await checksOf(path)).length >= chunksInDocument) return path
  }
}

async function checksOf(path: string): Promise<number[]> {
  const prepared = await prepareDocument({ path, knownHash: null })
  return prepared.kind === 'prepared' ? [...prepared.checks] : []
}

/** `text` with `sentence` before the sentence that its middle is in. */
export function withSentence(text: string, sentence: string): string {
  const place = text.lastIndexOf('. ', text.length / 2) + 2
  return `${text.slice(0, place)}${sentence} ${text.slice(place)}`
}

/** Bytes handed to the system by all threads; where it does not tell, what the file system counts in blocks. */
async function bytesWrittenSoFar(): Promise<number> {
  const counters = await readFile('/proc/self/io', 'utf8').catch(() => '')
  const [, found] = /^wchar: (\d+)$/mu.exec(counters) ?? []
  return found === undefined ? process.resourceUsage().fsWrite * 512 : Number(found)
}
