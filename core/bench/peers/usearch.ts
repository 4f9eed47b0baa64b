import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import {
  hnsw,
  rowCount,
  type HnswSettings,
  type OpenPeer,
  type Peer,
  type PeerData,
  type PeerPlace,
  type PeerVariant,
} from './peer.ts'

/** The part of the package's interface that is used here. */
interface UsearchModule {
  readonly Index: new (config: {
    dimensions: number
    metric: string
    quantization: string
    connectivity: number
    expansion_add: number
    expansion_search: number
    multi: boolean
  }) => UsearchIndex
}

/** An index in memory. */
export interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void
  search(query: Float32Array, count: number, threads: number): { keys: BigUint64Array }
  save(path: string): void
  load(path: string): void
}

/** HNSW over stored vectors, in four precisions; `b1` keeps one sign a dimension and compares these alone. */
export const usearch: Peer = {
  name: 'usearch',
  variants: (load) => {
    const module = load('usearch')
    return ['f32', 'f16', 'i8', 'b1'].map((precision) => variant(module, precision))
  },
}

/** An empty index; `module` is the package. */
export function createUsearchIndex(
  module: unknown,
  { dimensions, precision, hnsw }: { dimensions: number; precision: string; hnsw: HnswSettings },
): UsearchIndex {
  // The package's own types are not there unless it is installed.
  const { Index } = module as UsearchModule
  return new Index({
    dimensions,
    metric: precision === 'b1' ? 'hamming' : 'cos',
    quantization: precision,
    connectivity: hnsw.maxDegree,
    expansion_add: hnsw.efConstruction,
    expansion_search: hnsw.efSearch,
    multi: false,
  })
}

function variant(module: unknown, precision: string): PeerVariant {
  const create = (dimensions: number): UsearchIndex => createUsearchIndex(module, { dimensions, precision, hnsw })
  return {
    label: `HNSW ${precision}`,
    isTimed: precision === 'f32' || precision === 'i8',
    build: async (data) => build(create(data.dimensions), data),
    open: async (place) => open(create(place.dimensions), place),
  }
}

function build(index: UsearchIndex, data: PeerData): void {
  const keys = BigUint64Array.from({ length: rowCount(data) }, (_, row) => BigInt(row))
  index.add(keys, data.vectors, availableParallelism())
  index.save(join(data.folder, 'index.usearch'))
}

function open(index: UsearchIndex, { folder }: PeerPlace): OpenPeer {
  index.load(join(folder, 'index.usearch'))
  return {
    search: async (query, count) => Array.from(index.search(query, count, 1).keys, Number),
    close: () => {},
  }
}
