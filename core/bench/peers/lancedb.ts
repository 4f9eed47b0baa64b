import { hnsw, rowCount, type OpenPeer, type Peer, type PeerData, type PeerVariant } from './peer.ts'

/** The parts of the two packages' interfaces that are used here. */
interface LanceModule {
  connect(folder: string): Promise<LanceConnection>
  readonly Index: {
    ivfPq(options: object): unknown
    hnswSq(options: object): unknown
    ivfRq(options: object): unknown
  }
}

interface LanceConnection {
  createTable(name: string, data: unknown): Promise<LanceTable>
  openTable(name: string): Promise<LanceTable>
  close(): void
}

interface LanceTable {
  createIndex(column: string, options: { config: unknown }): Promise<void>
  vectorSearch(query: Float32Array): LanceQuery
  close(): void
}

interface LanceQuery {
  distanceType(type: 'cosine'): LanceQuery
  limit(count: number): LanceQuery
  refineFactor(factor: number): LanceQuery
  select(columns: string[]): LanceQuery
  toArray(): Promise<readonly { readonly id: number }[]>
}

interface ArrowModule {
  readonly Table: new (columns: Record<string, unknown>) => unknown
  readonly Field: new (name: string, type: unknown, isNullable: boolean) => unknown
  readonly Float32: new () => unknown
  readonly Uint32: new () => unknown
  readonly FixedSizeList: new (length: number, field: unknown) => unknown
  makeData(description: object): unknown
  makeVector(data: unknown): unknown
}

/** The best so many times ten are compared again by their stored float32 vectors: without it recall is far lower. */
const refineFactor = 10

/** Tables of float32 vectors; each kind of index comes on top of these. */
export const lancedb: Peer = {
  name: '@lancedb/lancedb',
  variants: (load) => {
    // The packages' own types are not there unless they are installed.
    const lance = load('@lancedb/lancedb') as LanceModule
    const arrow = load('apache-arrow') as ArrowModule
    const { maxDegree: m, efConstruction } = hnsw
    const metric = { distanceType: 'cosine' }
    const kinds = [
      { label: 'scan float', isTimed: false, config: null },
      { label: 'IVF_PQ', isTimed: true, config: () => lance.Index.ivfPq(metric) },
      { label: 'HNSW_SQ', isTimed: true, config: () => lance.Index.hnswSq({ ...metric, m, efConstruction }) },
      { label: 'IVF_RQ', isTimed: false, config: () => lance.Index.ivfRq(metric) },
    ]
    return kinds.map((kind) => variant({ lance, arrow, ...kind }))
  },
}

interface Variant {
  readonly lance: LanceModule
  readonly arrow: ArrowModule
  readonly label: string
  readonly isTimed: boolean
  /** The index on the vectors; null: none. */
  readonly config: (() => unknown) | null
}

function variant({ lance, arrow, label, isTimed, config }: Variant): PeerVariant {
  return {
    label,
    isTimed,
    build: async (data) => {
      const connection = await lance.connect(data.folder)
      const table = await connection.createTable('chunks', arrowTable(arrow, data))
      if (config !== null) await table.createIndex('vector', { config: config() })
      table.close()
      connection.close()
    },
    open: async ({ folder }) => openTable(await lance.connect(folder), config !== null),
  }
}

async function openTable(connection: LanceConnection, isIndexed: boolean): Promise<OpenPeer> {
  const table = await connection.openTable('chunks')
  return {
    search: async (query, count) => {
      const asked = table.vectorSearch(query).distanceType('cosine').limit(count).select(['id', '_distance'])
      const rows = await (isIndexed ? asked.refineFactor(refineFactor) : asked).toArray()
      return rows.map(({ id }) => id)
    },
    close: () => {
      table.close()
      connection.close()
    },
  }
}

/** `id` u32 and `vector` as a list of fixed length, without copying a vector. */
function arrowTable(arrow: ArrowModule, data: PeerData): unknown {
  const rows = rowCount(data)
  const float = new arrow.Float32()
  const child = arrow.makeData({ type: float, length: data.vectors.length, data: data.vectors })
  const type = new arrow.FixedSizeList(data.dimensions, new arrow.Field('item', float, true))
  const vector = arrow.makeData({ type, length: rows, nullCount: 0, child })
  const id = arrow.makeData({
    type: new arrow.Uint32(),
    length: rows,
    data: Uint32Array.from({ length: rows }, (_, row) => row),
  })
  return new arrow.Table({ id: arrow.makeVector(id), vector: arrow.makeVector(vector) })
}
