import { join } from 'node:path'
import { hnsw, rowCount, rowOf, type Peer, type PeerData, type PeerVariant } from './peer.ts'

/** The part of the package's interface that is used here. */
interface ZvecModule {
  readonly ZVecCollectionSchema: new (schema: object) => unknown
  readonly ZVecDataType: { readonly VECTOR_FP32: number }
  readonly ZVecIndexType: { readonly FLAT: number; readonly HNSW: number; readonly HNSW_RABITQ: number }
  readonly ZVecMetricType: { readonly COSINE: number }
  ZVecCreateAndOpen(folder: string, schema: unknown): ZvecCollection
  ZVecOpen(folder: string, options: { readOnly: boolean }): ZvecCollection
}

interface ZvecCollection {
  insertSync(documents: readonly { id: string; vectors: { vector: Float32Array } }[]): unknown
  optimizeSync(): unknown
  query(query: object): Promise<readonly { readonly id: string }[]>
  closeSync(): unknown
}

/** Vectors handed over in one call: it refuses more than 1,024. */
const rowsAtOnce = 1000

/** A collection of float32 vectors; its compressed index comes on top of these. */
export const zvec: Peer = {
  name: '@zvec/zvec',
  variants: (load) => {
    // The package's own types are not there unless it is installed.
    const module = load('@zvec/zvec') as ZvecModule
    const { FLAT, HNSW, HNSW_RABITQ } = module.ZVecIndexType
    const graph = { m: hnsw.maxDegree, efConstruction: hnsw.efConstruction }
    return [
      variant(module, { label: 'flat', isTimed: false, index: { indexType: FLAT } }),
      variant(module, { label: 'HNSW f32', isTimed: true, index: { indexType: HNSW, ...graph } }),
      variant(module, { label: 'HNSW RaBitQ', isTimed: false, index: { indexType: HNSW_RABITQ, ...graph } }),
    ]
  },
}

interface Variant {
  readonly label: string
  readonly isTimed: boolean
  readonly index: { readonly indexType: number }
}

function variant(module: ZvecModule, { label, isTimed, index }: Variant): PeerVariant {
  const params = index.indexType === module.ZVecIndexType.FLAT ? {} : { params: { ...index, ef: hnsw.efSearch } }
  return {
    label,
    isTimed,
    build: async (data) => build(module, index, data),
    open: async ({ folder }) => {
      const collection = module.ZVecOpen(join(folder, 'collection'), { readOnly: true })
      return {
        search: async (vector, topk) => {
          const found = await collection.query({ fieldName: 'vector', vector, topk, outputFields: [], ...params })
          return found.map(({ id }) => Number(id))
        },
        close: () => void collection.closeSync(),
      }
    },
  }
}

function build(module: ZvecModule, index: object, data: PeerData): void {
  const schema = new module.ZVecCollectionSchema({
    name: 'chunks',
    vectors: {
      name: 'vector',
      dataType: module.ZVecDataType.VECTOR_FP32,
      dimension: data.dimensions,
      indexParams: { ...index, metricType: module.ZVecMetricType.COSINE },
    },
  })
  const collection = module.ZVecCreateAndOpen(join(data.folder, 'collection'), schema)
  for (let from = 0; from < rowCount(data); from += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, rowCount(data) - from)
    collection.insertSync(
      Array.from({ length }, (_, i) => ({ id: String(from + i), vectors: { vector: rowOf(data, from + i) } })),
    )
  }
  collection.optimizeSync()
  collection.closeSync()
}
