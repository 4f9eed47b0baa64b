import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { embeddedModelFolder, readModelFolder } from '../embed/model-folder.ts'
import { TokenBuffer } from '../embed/token-buffer.ts'
import { readTokenizerFile } from '../embed/tokenizer-file.ts'
import { WordPieceTokenizer } from '../embed/tokenizer.ts'
import { AppError } from '../errors.ts'
import { chunkInputs, type ChunkInput } from '../text/chunk-document.ts'
import { prepareDocument } from '../text/prepare.ts'
import { noHost } from '../text/prepare-parts.ts'
import type { PreparedPart } from '../text/prepared.ts'
import { round, table, type Bench } from './bench.ts'

const defaultFolder = fileURLToPath(new URL('../../../data', import.meta.url))

/** Differences that are shown. */
const mostShown = 10

/** What was seen of the chunks below one folder. */
interface Counts {
  documents: number
  chunks: number
  tokens: number
  /** Chunks whose ids are not those of the reference. */
  different: number
  /** With words that were not seen before, and again with none. */
  firstMs: number
  warmMs: number
  referenceMs: number
}

const nothing: Counts = { documents: 0, chunks: 0, tokens: 0, different: 0, firstMs: 0, warmMs: 0, referenceMs: 0 }

/** Whether the embedded model's tokenizer and the reference agree on every chunk of real documents, and how fast both are. */
export const tokenizerBench: Bench = {
  summary:
    "the embedded model's tokenizer against @huggingface/tokenizers: every chunk below --path (default: ../data)",
  async run({ path = defaultFolder, print }) {
    if (!existsSync(path)) throw new AppError('bad-request', `Expected --path to name a folder, found none: ${path}`)
    const both = await openBoth()
    const sets = new Map<string, Counts>()
    let shown = 0
    for (const file of await filesBelow(path)) {
      const name = relative(path, file)
      const set = name.split(sep)[0]
      const counts = sets.get(set) ?? { ...nothing }
      sets.set(set, counts)
      for (const different of compare(await chunksOf(file), both, counts)) {
        if (shown++ < mostShown) print(`different: ${name}: ${JSON.stringify(different.slice(0, 200))}`)
      }
    }
    const all = [...sets.values()].reduce(added, nothing)
    const rows = [...sets].filter(([, { tokens }]) => tokens > 0).map(([set, counts]) => rowFor(set, counts))
    if (rows.length > 0) rows.push(rowFor('all', all))
    print(
      'tokens in a second of one processor: warm, words seen before; first, not; reference, @huggingface/tokenizers',
    )
    for (const line of table([
      Object.keys(rowFor('', all)),
      ...rows.map((row) => Object.values(row).map((value) => value ?? '-')),
    ]))
      print(line)
    if (all.different > 0) throw new AppError('failed', `${all.different} of ${all.chunks} chunks have other tokens.`)
    return { rows }
  },
}

interface Both {
  readonly ours: WordPieceTokenizer
  readonly reference: Tokenizer
  readonly tokens: TokenBuffer
}

async function openBoth(): Promise<Both> {
  const { tokenizer, tokenizerConfig } = await readModelFolder(embeddedModelFolder())
  return {
    ours: new WordPieceTokenizer(readTokenizerFile(tokenizer)),
    reference: new Tokenizer(JSON.parse(tokenizer), JSON.parse(tokenizerConfig)),
    tokens: new TokenBuffer(),
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** Of each document in a file, its chunks; none where it has no text. */
async function chunksOf(path: string): Promise<readonly (readonly ChunkInput[])[]> {
  const documents: (readonly ChunkInput[])[] = []
  const add = (part: PreparedPart): void => {
    if (part.kind === 'prepared') documents.push(chunkInputs(part))
  }
  const host = {
    ...noHost(),
    take: async (parts: readonly PreparedPart[]) => parts.forEach(add),
  }
  const prepared = await prepareDocument({ path, knownHash: null }, host)
  if (prepared.kind === 'prepared') {
    documents.push(chunkInputs(prepared))
    prepared.parts.forEach(add)
  }
  return documents
}

/** The texts whose ids differ. */
function compare(documents: readonly (readonly ChunkInput[])[], both: Both, counts: Counts): string[] {
  const chunks = documents.flat()
  const { ours, reference, tokens } = both
  const encode = ({ header, text }: ChunkInput): void => {
    tokens.clear()
    ours.encode(header, tokens)
    ours.encode(text, tokens)
  }
  counts.firstMs += msOf(() => chunks.forEach(encode))
  counts.warmMs += msOf(() => chunks.forEach(encode))
  let expected: number[][] = []
  counts.referenceMs += msOf(() => {
    expected = chunks.map(({ header, text }) => [...reference.encode(header).ids, ...reference.encode(text).ids])
  })
  const different = chunks.filter((chunk, i) => {
    const ids = expected[i]
    counts.tokens += ids.length
    encode(chunk)
    return ids.length !== tokens.length || ids.some((id, at) => id !== tokens.ids[at])
  })
  counts.documents += documents.length
  counts.chunks += chunks.length
  counts.different += different.length
  return different.map(({ text }) => text)
}

/** Of the processor, by this thread: how busy the machine is changes it less than the time that passes. */
function msOf(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

function added(a: Counts, b: Counts): Counts {
  return {
    documents: a.documents + b.documents,
    chunks: a.chunks + b.chunks,
    tokens: a.tokens + b.tokens,
    different: a.different + b.different,
    firstMs: a.firstMs + b.firstMs,
    warmMs: a.warmMs + b.warmMs,
    referenceMs: a.referenceMs + b.referenceMs,
  }
}

/** For fewer the processor's clock, which moves in steps, says nothing. */
const tokensForRate = 100_000

function rowFor(set: string, { documents, chunks, tokens, different, firstMs, warmMs, referenceMs }: Counts) {
  const rate = (ms: number): number | null => (tokens < tokensForRate ? null : round((tokens / ms) * 1000))
  const rates = { warm: rate(warmMs), first: rate(firstMs), reference: rate(referenceMs) }
  return { set, documents, chunks, tokens, different, ...rates }
}
