/** Vectors that a peer stores, and where. */
export interface PeerData {
  /** A folder of its own, empty. */
  readonly folder: string
  /** [rows × dimensions], unit length. */
  readonly vectors: Float32Array
  readonly dimensions: number
}

/** Where a peer has stored vectors before. */
export interface PeerPlace {
  readonly folder: string
  readonly dimensions: number
  /** Vectors in it. */
  readonly rows: number
}

/** A peer's index, opened for searching. */
export interface OpenPeer {
  /** Rows of the `count` vectors nearest to the unit vector `query`, best first. */
  search(query: Float32Array, count: number): Promise<readonly number[]>
  close(): void
}

/** One way in which a peer can store vectors. */
export interface PeerVariant {
  /** Short, unique within the peer: 'HNSW f32'. */
  readonly label: string
  /** Whether `latency` runs it too; `size` runs all. */
  readonly isTimed: boolean
  /** Stores the vectors; row numbers are the ids. Blocks, in most peers. */
  build(data: PeerData): Promise<void>
  open(place: PeerPlace): Promise<OpenPeer>
}

/** Another vector store from npm. Its packages are loaded when it is asked for its variants, never before. */
export interface Peer {
  /** Its npm name. */
  readonly name: string
  /** `load`: a package installed for the benches, by name; throws where it is not there or does not run here. */
  variants(load: (packageName: string) => unknown): readonly PeerVariant[]
}

/** M, and the widths of the searches while building and when asked. */
export interface HnswSettings {
  readonly maxDegree: number
  readonly efConstruction: number
  readonly efSearch: number
}

/** HNSW settings, the same for every peer that has them. */
export const hnsw: HnswSettings = { maxDegree: 16, efConstruction: 128, efSearch: 64 }

/** Row `row` of `vectors`, a view. */
export function rowOf({ vectors, dimensions }: Pick<PeerData, 'vectors' | 'dimensions'>, row: number): Float32Array {
  return vectors.subarray(row * dimensions, (row + 1) * dimensions)
}

/** How many rows `data` has. */
export function rowCount({ vectors, dimensions }: Pick<PeerData, 'vectors' | 'dimensions'>): number {
  return vectors.length / dimensions
}
