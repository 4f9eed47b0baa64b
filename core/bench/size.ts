/* What a chunk weighs by part, against the same chunks' vectors in other vector stores. */
import { openEncoder } from '../embed/encoder.ts'
import { embeddedModelFolder } from '../embed/model-folder.ts'
import { openLibrary } from '../library.ts'
import { round, table, type Bench, type BenchContext } from './bench.ts'
import { libraryOfChunks } from './library-of-chunks.ts'
import { openLibraryRows } from './library-rows.ts'
import { readOwnVectors, storeOfVectors } from './own-vectors.ts'
import { installedPeers } from './peers/installed-peers.ts'
import { hnsw } from './peers/peer.ts'
import { peerIndex } from './peers/peer-index.ts'
import { withTemporaryFolder } from './temporary.ts'

const defaultChunks = 100_000

/** Bytes of a whole index by part. */
interface Parts {
  readonly codes: number
  readonly graph: number
  readonly chunkMap: number
  readonly manifest: number
  readonly semantic: number
}

interface Measured {
  readonly chunks: number
  /** 0 where there are vectors without text. */
  readonly textBytes: number
  readonly parts: Parts
  readonly vectors: Float32Array
  readonly dimensions: number
}

/** Bytes of a vector store a chunk, and where the figure is from. */
export interface PeerSize {
  readonly name: string
  readonly bytesPerChunk: number
  readonly from: 'measured' | 'computed' | 'published'
}

/** Bytes per chunk by part, beside other vector stores. */
export const sizeBench: Bench = {
  summary: 'bytes per chunk by part, against other vector stores (--peers)',
  run: async (context) => {
    const runnable = installedPeers(context)
    const measured = context.own === undefined ? await measureLibrary(context) : await measureOwn(context.own)
    const { chunks, textBytes, parts, vectors, dimensions } = measured
    const peers: PeerSize[] = []
    for (const peer of runnable) {
      const { bytes } = await peerIndex(peer, { vectors, dimensions })
      peers.push({
        name: `${peer.name} ${peer.variant.label}`,
        bytesPerChunk: round(bytes / chunks),
        from: 'measured',
      })
    }
    peers.push(computedHnsw(dimensions), ...published)
    const figures = {
      chunks,
      textBytesPerChunk: round(textBytes / chunks),
      bytesPerChunk: perChunk(parts, chunks),
      dimensions,
      savings: savings(parts.semantic / chunks, peers, dimensions),
      peers,
    }
    printFigures(context, figures)
    return figures
  },
}

async function measureLibrary(context: BenchContext): Promise<Measured> {
  const place = await libraryOfChunks({ ...context, chunks: context.chunks ?? defaultChunks })
  const encoder = await openEncoder(embeddedModelFolder())
  const rows = await openLibraryRows(place, encoder)
  const library = await openLibrary({ folder: place.library, access: 'read' })
  try {
    const { chunks, textBytes, bytes } = await library.status()
    const { codes, graph, chunkMap, semantic } = bytes
    const parts = { codes, graph, chunkMap, manifest: semantic - codes - graph - chunkMap, semantic }
    return { chunks, textBytes, parts, vectors: rows.vectors, dimensions: rows.dimensions }
  } finally {
    await library.close()
    rows.close()
    await encoder.close()
  }
}

async function measureOwn(own: NonNullable<BenchContext['own']>): Promise<Measured> {
  const set = await readOwnVectors(own)
  return withTemporaryFolder(async (folder) => {
    const store = await storeOfVectors(folder, set)
    const { codes, chunkMap, manifest } = store.bytes()
    const parts = { codes, graph: 0, chunkMap, manifest, semantic: codes + chunkMap + manifest }
    return { chunks: store.liveRows, textBytes: 0, parts, vectors: set.vectors, dimensions: set.dimensions }
  })
}

function perChunk({ codes, graph, chunkMap, manifest, semantic }: Parts, chunks: number): Parts {
  return {
    codes: round(codes / chunks),
    graph: round(graph / chunks),
    chunkMap: round(chunkMap / chunks),
    manifest: round(manifest / chunks),
    semantic: round(semantic / chunks),
  }
}

/** hnswlib's layout: a vector, 2 M neighbours and their count at level 0, a label, and what the upper levels take on average. */
export function hnswBytes(dimensions: number): number {
  const { maxDegree } = hnsw
  const upperLevels = (maxDegree * 4 + 4) / (maxDegree - 1) + 8
  return dimensions * 4 + (2 * maxDegree * 4 + 4) + 8 + upperLevels
}

function computedHnsw(dimensions: number): PeerSize {
  return {
    name: `float32 HNSW, ${dimensions} dimensions`,
    bytesPerChunk: round(hnswBytes(dimensions)),
    from: 'computed',
  }
}

/** The paper's table: 60 million chunks of 76 GB of text, 768 dimensions; the last two are of what was released. */
const published: readonly PeerSize[] = [
  { name: 'LEANN (paper), graph and PQ codes', bytesPerChunk: round(4e9 / 60e6), from: 'published' },
  { name: 'HNSW (paper)', bytesPerChunk: round(188e9 / 60e6), from: 'published' },
  { name: 'LEANN as released, graph only', bytesPerChunk: 28 + 18 * 4, from: 'published' },
  { name: 'LEANN as released, largest in its README', bytesPerChunk: 168, from: 'published' },
]

/** Most bits of a code, whatever the model's dimensions. */
const mostBits = 256

/** Shares saved against a float32 HNSW: as measured at these dimensions, and at 768, where a code has 256 bits. */
export function savings(semantic: number, peers: readonly PeerSize[], dimensions: number) {
  const found = peers.find(({ name, from }) => from === 'measured' && name.endsWith('HNSW f32'))
  const base = found ?? computedHnsw(dimensions)
  const share = (own: number, bytes: number): number => Number((1 - own / bytes).toFixed(4))
  const longerCode = Math.max(0, mostBits - dimensions) / 8
  return {
    against: base.name,
    measured: share(semantic, base.bytesPerChunk),
    at768: share(semantic + longerCode, base.bytesPerChunk + (768 - dimensions) * 4),
  }
}

interface Figures {
  readonly chunks: number
  readonly textBytesPerChunk: number
  readonly bytesPerChunk: Parts
  readonly dimensions: number
  readonly savings: ReturnType<typeof savings>
  readonly peers: readonly PeerSize[]
}

function printFigures(
  { print }: BenchContext,
  { chunks, textBytesPerChunk, bytesPerChunk, dimensions, savings, peers }: Figures,
): void {
  const { semantic } = bytesPerChunk
  const share = textBytesPerChunk === 0 ? '' : `, ${((semantic / textBytesPerChunk) * 100).toFixed(2)} % of the text`
  print(`${chunks} chunks of ${textBytesPerChunk} bytes: ${semantic} bytes a chunk${share}`)
  const own = Object.entries(bytesPerChunk).map(([part, bytes]): (string | number)[] => [`Leantern ${part}`, bytes, ''])
  const others = peers.map(({ name, bytesPerChunk, from }) => [name, bytesPerChunk, from])
  for (const line of table([['bytes a chunk', '', ''], ...own, ...others])) print(line)
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`
  print(
    `less than ${savings.against}: ${percent(savings.measured)} at ${dimensions} dimensions, ${percent(savings.at768)} at 768 (computed)`,
  )
}
