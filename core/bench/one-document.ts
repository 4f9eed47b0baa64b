/* One document of ten chunks that changes: what that costs in a library. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { prepareDocument } from '../text/prepare.ts'
import { round } from './bench.ts'
import { writeCorpus } from './corpus.ts'

const chunksInDocument = 10
/** On a subject that no generated document has, long enough to be a chunk of its own. */
const added = [
  '## The swarm',
  'The beekeeper lifted the frames out of the hive and saw that the queen had swarmed with half of the bees.',
  'Honey still dripped from the combs, and the drones crawled over the capped brood.',
  'She lit the smoker, closed the entrance of the hive and hung an empty skep in the linden.',
  'The bees had gathered on a branch above the pond, a dark and humming cluster as long as her arm.',
  'She held the skep below it and struck the branch once, and most of the swarm fell in.',
  'The rest fanned at the rim until the last had walked inside to their queen.',
  'At dusk she shook them onto a sheet before a new hive with foundation of fresh wax.',
  'By noon of the next day the bees were dancing for nectar, and pollen was carried in.',
].join('\n\n')
const question = 'the queen bee has left the hive with a swarm of bees'

export interface DocumentChange {
  /** Chunks that the library embedded. */
  readonly embedded: number
  /** Chunks whose text or heading is another than before. */
  readonly changedChunks: number
  /** From before the file is written until a search has found its new section. */
  readonly foundAfterMs: number
  /** Bytes that this process wrote meanwhile, the file's own included. */
  readonly bytesWritten: number
}

/** Adds a document below `folder` to the library, then adds a section in its middle. @throws AppError `failed` when it is not found */
export async function changeOneDocument(library: Library, folder: string): Promise<DocumentChange> {
  const path = await writeDocument(folder)
  await library.addRoot(folder)
  await library.index({ folders: [folder] })
  // So that the model is loaded and what a search keeps is there.
  await library.search({ query: question, limit: 1, strategy: 'codes', ranking: 'meaning' })
  const before = await checksOf(path)
  const text = await readFile(path, 'utf8')
  const changed = withSection(text, added)
  const written = await bytesWrittenSoFar()
  const started = performance.now()
  await writeFile(path, changed)
  const { embedded } = await library.index({ folders: [folder] })
  const { results } = await library.search({ query: question, limit: 10, strategy: 'codes', ranking: 'meaning' })
  const foundAfterMs = round(performance.now() - started)
  const bytesWritten = (await bytesWrittenSoFar()) - written
  const place = changed.indexOf(added) + added.length / 2
  if (!results.some((hit) => hit.path === path && hit.start <= place && place < hit.end)) {
    throw new AppError(
      'failed',
      `The changed document was not found by its new section: ${embedded} chunks embedded, ${results.length} hits.`,
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

/** `text` with `section` before the paragraph that its middle is in. */
export function withSection(text: string, section: string): string {
  const place = text.lastIndexOf('\n\n', text.length / 2) + 2
  return `${text.slice(0, place)}${section}\n\n${text.slice(place)}`
}

/** Bytes handed to the system by all threads; where it does not tell, what the file system counts in blocks. */
async function bytesWrittenSoFar(): Promise<number> {
  const counters = await readFile('/proc/self/io', 'utf8').catch(() => '')
  const [, found] = /^wchar: (\d+)$/mu.exec(counters) ?? []
  return found === undefined ? process.resourceUsage().fsWrite * 512 : Number(found)
}
