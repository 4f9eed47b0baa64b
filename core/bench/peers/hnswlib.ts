import { join } from 'node:path'
import { hnsw, rowCount, rowOf, type Peer } from './peer.ts'

/** The part of the package's interface that is used here. */
interface HnswlibModule {
  readonly HierarchicalNSW: new (space: 'ip', dimensions: number) => HnswlibIndex
}

interface HnswlibIndex {
  initIndex(options: { maxElements: number; m: number; efConstruction: number; randomSeed: number }): void
  addPoint(point: number[], label: number): void
  setEf(ef: number): void
  searchKnn(query: number[], count: number): { neighbors: number[] }
  writeIndexSync(path: string): void
  readIndexSync(path: string): void
}

/** HNSW over stored float32 vectors; it has no compressed form. Built by one thread. */
export const hnswlib: Peer = {
  name: 'hnswlib-node',
  variants: (load) => {
    // The package's own types are not there unless it is installed.
    const { HierarchicalNSW } = load('hnswlib-node') as HnswlibModule
    return [
      {
        label: 'HNSW f32',
        isTimed: true,
        build: async (data) => {
          const index = new HierarchicalNSW('ip', data.dimensions)
          const { maxDegree: m, efConstruction } = hnsw
          index.initIndex({ maxElements: rowCount(data), m, efConstruction, randomSeed: 1 })
          for (let row = 0; row < rowCount(data); row++) index.addPoint(Array.from(rowOf(data, row)), row)
          index.writeIndexSync(join(data.folder, 'index.hnsw'))
        },
        open: async ({ folder, dimensions }) => {
          const index = new HierarchicalNSW('ip', dimensions)
          index.readIndexSync(join(folder, 'index.hnsw'))
          index.setEf(hnsw.efSearch)
          return {
            search: async (query, count) => index.searchKnn(Array.from(query), count).neighbors,
            close: () => {},
          }
        },
      },
    ]
  },
}
