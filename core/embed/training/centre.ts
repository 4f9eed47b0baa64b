/*
 * centre.f32 of a model folder: the mean of the embeddings of typical chunks, which codes are centred on. train.ts writes it at its end; for a
 * model that is there already:
 *
 *   node core/embed/training/centre.ts assets/model ../data/prose ../data/mail
 *
 * 20,000 chunks of about 1,200 bytes, the same number from each folder, drawn by reservoir sampling with a fixed seed: the same
 * files give the same centre. A chunk is a run of paragraphs; paragraphs that are mail headers are left out; the file's name is
 * the chunk's header.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { randomNumbers } from '../../random.ts'
import { openEncoder, type Encoder } from '../encoder.ts'
import type { EncoderInput } from '../windows.ts'

const CHUNKS = 20_000
const CHUNK_BYTES = 1200
const MIN_BYTES = 400
const EXTENSIONS = new Set(['.md', '.rst', '.cnxml', '.txt', '.eml'])
const MAIL_HEADER = /^(?:From |[A-Z][A-Za-z-]+: )/

/** Writes centre.f32 into the model's folder, from the texts below `roots`; answers how many chunks it is of, and its norm. */
export async function writeCentre(
  modelFolder: string,
  roots: readonly string[],
  size = CHUNKS,
): Promise<{ chunks: number; norm: number }> {
  const encoder = await openEncoder(modelFolder)
  try {
    const sum = new Float64Array(encoder.dimensions)
    let chunks = 0
    for (const root of roots) chunks += await addEmbeddings(encoder, sum, await sample(root, size / roots.length))
    const divisor = Math.max(1, chunks)
    const centre = Buffer.alloc(encoder.dimensions * 4)
    sum.forEach((value, i) => centre.writeFloatLE(value / divisor, i * 4))
    await writeFile(join(modelFolder, 'centre.f32'), centre)
    return { chunks, norm: Math.hypot(...sum) / divisor }
  } finally {
    await encoder.close()
  }
}

/** Returns how many of the inputs have a vector. */
async function addEmbeddings(encoder: Encoder, sum: Float64Array, inputs: readonly EncoderInput[]): Promise<number> {
  const { dimensions } = encoder
  const vectors = await encoder.embed(inputs)
  let count = 0
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    if (row.every((value) => value === 0)) continue
    row.forEach((value, d) => (sum[d] += value))
    count++
  }
  return count
}

async function sample(root: string, size: number): Promise<EncoderInput[]> {
  const random = randomNumbers(1)
  const kept: EncoderInput[] = []
  let seen = 0
  for (const path of await textFiles(root)) {
    for (const chunk of chunksOf(path, await readFile(path, 'utf8'))) {
      const place = seen < size ? seen : Math.floor(random() * (seen + 1))
      if (place < size) kept[place] = chunk
      seen++
    }
  }
  return kept
}

async function textFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && EXTENSIONS.has(extname(entry.name)))
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted()
}

function* chunksOf(path: string, text: string): Generator<EncoderInput> {
  const header = basename(path, extname(path))
  let chunk = ''
  for (const paragraph of text.split(/\n\s*\n/)) {
    if (MAIL_HEADER.test(paragraph)) continue
    chunk += `${paragraph.slice(0, CHUNK_BYTES)}\n\n`
    if (Buffer.byteLength(chunk) < CHUNK_BYTES) continue
    yield { header, text: chunk }
    chunk = ''
  }
  if (Buffer.byteLength(chunk) >= MIN_BYTES) yield { header, text: chunk }
}

async function main([modelFolder, ...roots]: readonly string[]): Promise<void> {
  if (modelFolder === undefined || roots.length === 0) throw new Error('Expected: centre.ts <model folder> <folder>...')
  const { chunks, norm } = await writeCentre(modelFolder, roots)
  process.stdout.write(`${chunks} chunks, norm of the centre ${norm.toFixed(4)}\n`)
}

if (import.meta.main) await main(process.argv.slice(2))
