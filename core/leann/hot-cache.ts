/*
 * Embeddings that a search need not recompute: those of the chunks that most walks cross (hubs of the graph) and those that were
 * recomputed last, as bytes with a scale. They only steer: what is shown is read, checked and recomputed exactly.
 */
import { entryBytesInFile, headerBytes, modelNumber, type HotCacheContent } from './hot-cache-file.ts'

/** What an embedding is kept by: a version's id is used once, so its text never changes. */
export interface ChunkKey {
  readonly document: number
  readonly start: number
}

/** A chunk and its embedding. */
export interface HotEntry {
  readonly chunk: ChunkKey
  /** Unit vector, [dimensions]. */
  readonly vector: Float32Array
}

export interface HotCacheOptions {
  /** Bytes of memory, which the file stays below. */
  readonly budgetBytes: number
  readonly dimensions: number
  /** Fingerprint of the model whose embeddings it holds. */
  readonly model: string
}

/** Of an entry in memory, beside its bytes: key, scale, links, and its share of the map of documents. */
const bookkeepingBytes = 64

/** Hubs get at most this share: what one person asks for again and again is worth as much. */
const hubShare = 0.5

const none = -1

/** What is in a slot. Recently recomputed ones are `used` after a search found them, until the hand comes by. */
const free = 0
const unused = 1
const used = 2
const hub = 3

/** Embeddings within a budget of bytes, by document and place: hubs for good, others by the clock algorithm. */
export class HotCache {
  readonly budgetBytes: number
  readonly dimensions: number
  readonly model: string
  /** Entries that the budget holds. */
  readonly capacity: number
  /** Whether there is something to save. */
  isChanged = false
  readonly #documents: Uint32Array
  readonly #starts: Uint32Array
  readonly #scales: Float32Array
  readonly #vectors: Int8Array
  readonly #states: Uint8Array
  /** The next slot of the same document. */
  readonly #next: Int32Array
  /** The first slot of each document. */
  readonly #first = new Map<number, number>()
  readonly #freed: number[] = []
  /** Slots that were ever used. */
  #reached = 0
  #hand = 0
  #size = 0
  #hubs = 0

  constructor({ budgetBytes, dimensions, model }: HotCacheOptions) {
    this.budgetBytes = budgetBytes
    this.dimensions = dimensions
    this.model = model
    const capacity = Math.max(0, Math.floor((budgetBytes - headerBytes) / (dimensions + bookkeepingBytes)))
    this.capacity = capacity
    this.#documents = new Uint32Array(capacity)
    this.#starts = new Uint32Array(capacity)
    this.#scales = new Float32Array(capacity)
    this.#vectors = new Int8Array(capacity * dimensions)
    this.#states = new Uint8Array(capacity)
    this.#next = new Int32Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  get hubs(): number {
    return this.#hubs
  }

  /** Most hubs that `setHubs` keeps. */
  get mostHubs(): number {
    return Math.floor(this.capacity * hubShare)
  }

  has(chunk: ChunkKey): boolean {
    return this.#find(chunk) !== none
  }

  /** Which of the chunks are there, and the embeddings of these, nearly of length 1: [chunks × dimensions]. */
  get(chunks: readonly ChunkKey[]): { isThere: boolean[]; vectors: Float32Array } {
    const vectors = new Float32Array(chunks.length * this.dimensions)
    const isThere = chunks.map((chunk, i) => {
      const slot = this.#find(chunk)
      if (slot === none) return false
      if (this.#states[slot] === unused) this.#states[slot] = used
      this.#decode(slot, vectors, i * this.dimensions)
      return true
    })
    return { isThere, vectors }
  }

  /** Keeps embeddings that were just computed, [chunks × dimensions], in place of others not used for long. */
  put(chunks: readonly ChunkKey[], vectors: Float32Array): void {
    for (const [i, chunk] of chunks.entries()) {
      const from = i * this.dimensions
      this.#keep(chunk, vectors.subarray(from, from + this.dimensions), unused)
    }
  }

  /** Replaces the hubs; of more than fit the first are kept. Earlier ones stay as if recomputed lately. */
  setHubs(entries: Iterable<HotEntry>): void {
    for (let slot = 0; slot < this.#reached; slot++) if (this.#states[slot] === hub) this.#states[slot] = unused
    this.#hubs = 0
    for (const { chunk, vector } of entries) {
      if (this.#hubs >= this.mostHubs) break
      this.#keep(chunk, vector, hub)
    }
  }

  /** Forgets the chunks of a document version. */
  remove(document: number): void {
    for (let slot = this.#first.get(document) ?? none; slot !== none; slot = this.#next[slot]) this.#release(slot)
    this.#first.delete(document)
  }

  /** Forgets the documents that have left. */
  keepOnly(isAlive: (document: number) => boolean): void {
    for (const document of this.#first.keys()) if (!isAlive(document)) this.remove(document)
  }

  /** For the file: hubs first, then what was used, then the rest. */
  content(): HotCacheContent {
    const slots = Array.from({ length: this.#reached }, (_, slot) => slot)
      .filter((slot) => this.#states[slot] !== free)
      .toSorted((a, b) => this.#states[b] - this.#states[a])
    const vectors = new Int8Array(slots.length * this.dimensions)
    for (const [i, slot] of slots.entries()) vectors.set(this.#bytesOf(slot), i * this.dimensions)
    return {
      model: modelNumber(this.model),
      dimensions: this.dimensions,
      budgetBytes: this.budgetBytes,
      hubs: this.#hubs,
      documents: Uint32Array.from(slots, (slot) => this.#documents[slot]),
      starts: Uint32Array.from(slots, (slot) => this.#starts[slot]),
      scales: Float32Array.from(slots, (slot) => this.#scales[slot]),
      vectors,
    }
  }

  /** Takes over what a file holds, as much as the budget allows; for a cache that is empty. */
  load({ dimensions, hubs, documents, starts, scales, vectors }: HotCacheContent): void {
    for (let i = 0; i < documents.length && this.#size < this.capacity; i++) {
      const isHub = i < hubs && this.#hubs < this.mostHubs
      const slot = this.#place({ document: documents[i], start: starts[i] }, isHub ? hub : unused)
      this.#scales[slot] = scales[i]
      this.#bytesOf(slot).set(vectors.subarray(i * dimensions, (i + 1) * dimensions))
    }
    this.isChanged = false
  }

  #keep(chunk: ChunkKey, vector: Float32Array, state: typeof unused | typeof hub): void {
    if (this.capacity === 0 || this.#find(chunk) !== none) {
      this.#promote(this.#find(chunk), state)
      return
    }
    const slot = this.#place(chunk, state)
    this.#encode(slot, vector)
  }

  #promote(slot: number, state: typeof unused | typeof hub): void {
    if (slot === none || this.#states[slot] === hub) return
    if (state === hub) this.#hubs++
    this.#states[slot] = state === hub ? hub : used
    this.isChanged = true
  }

  /** A slot for a chunk that has none. */
  #place(chunk: ChunkKey, state: typeof unused | typeof hub): number {
    const slot = this.#emptySlot()
    this.#documents[slot] = chunk.document
    this.#starts[slot] = chunk.start
    this.#states[slot] = state
    this.#next[slot] = this.#first.get(chunk.document) ?? none
    this.#first.set(chunk.document, slot)
    this.#size++
    if (state === hub) this.#hubs++
    this.isChanged = true
    return slot
  }

  #emptySlot(): number {
    const freed = this.#freed.pop()
    if (freed !== undefined) return freed
    if (this.#reached < this.capacity) return this.#reached++
    return this.#evicted()
  }

  /** The first after the hand that was not used since the hand came by last. Hubs are at most half, so there is one. */
  #evicted(): number {
    for (;;) {
      const slot = this.#hand
      this.#hand = (this.#hand + 1) % this.capacity
      if (this.#states[slot] === used) this.#states[slot] = unused
      else if (this.#states[slot] === unused) {
        this.#unlink(slot)
        this.#release(slot)
        return this.#freed.pop() ?? slot
      }
    }
  }

  #release(slot: number): void {
    if (this.#states[slot] === hub) this.#hubs--
    this.#states[slot] = free
    this.#freed.push(slot)
    this.#size--
    this.isChanged = true
  }

  #unlink(slot: number): void {
    const document = this.#documents[slot]
    const first = this.#first.get(document) ?? none
    if (first === slot) {
      if (this.#next[slot] === none) this.#first.delete(document)
      else this.#first.set(document, this.#next[slot])
      return
    }
    let before = first
    while (this.#next[before] !== slot) before = this.#next[before]
    this.#next[before] = this.#next[slot]
  }

  #find({ document, start }: ChunkKey): number {
    let slot = this.#first.get(document) ?? none
    while (slot !== none && this.#starts[slot] !== start) slot = this.#next[slot]
    return slot
  }

  #bytesOf(slot: number): Int8Array {
    return this.#vectors.subarray(slot * this.dimensions, (slot + 1) * this.dimensions)
  }

  #encode(slot: number, vector: Float32Array): void {
    let most = 0
    for (let d = 0; d < vector.length; d++) most = Math.max(most, Math.abs(vector[d]))
    const scale = most / 127
    this.#scales[slot] = scale
    const from = slot * this.dimensions
    for (let d = 0; d < vector.length; d++) this.#vectors[from + d] = scale === 0 ? 0 : Math.round(vector[d] / scale)
  }

  #decode(slot: number, into: Float32Array, at: number): void {
    const from = slot * this.dimensions
    const scale = this.#scales[slot]
    for (let d = 0; d < this.dimensions; d++) into[at + d] = this.#vectors[from + d] * scale
  }
}

/** Bytes that the file of a full cache has. */
export function largestFile({ capacity, dimensions }: HotCache): number {
  return headerBytes + capacity * entryBytesInFile(dimensions)
}
