/* Prepares the documents in a file that holds many: each goes to a host, and what is known already is not read. */
import type { ContainerFile, ContainerFormat } from './containers/container.ts'
import { preparedParts } from './prepare-part.ts'
import type { PreparedContainer, PreparedPart } from './prepared.ts'
import { usualOptions } from './read-options.ts'

/** Who takes the documents of a file. */
export interface PartsHost {
  /** Parts up to this one, counted from 1, were dealt with before a thread died. */
  readonly startAfter: number
  /** Hashes of the parts of this file that the library has, each as often as it is there; of those in `reread` alone unless that is null. */
  knownHashes(reread: readonly string[] | null): Promise<BigUint64Array>
  /** Resolves when the host wants more. */
  take(parts: readonly PreparedPart[]): Promise<void>
  /** A part is about to be read, or (null) none: whoever finds this thread dead knows which one it was. */
  beginPart(number: number, part: string | null): void
}

/** Parts are handed over when they hold this much text, or are this many, or this much time went by. */
const batchTextBytes = 1024 * 1024
const batchParts = 256
const batchMs = 1000

const alone: PartsHost = {
  startAfter: 0,
  knownHashes: async () => new BigUint64Array(0),
  take: async () => {},
  beginPart: () => {},
}

interface ContainerJob {
  readonly file: ContainerFile
  readonly wantsText: boolean
}

/** Hands all documents of a file to `host`. Throws what the reader throws for the file as a whole. */
export async function prepareContainer(
  format: ContainerFormat,
  { file, wantsText }: ContainerJob,
  host: PartsHost = alone,
): Promise<PreparedContainer> {
  const reader = await format.load()
  const container = await reader.open(file)
  try {
    const known = new KnownHashes(await host.knownHashes(container.reread))
    const batch = new Batch(host)
    const { reading = usualOptions } = file
    const options = { wantsText, source: format.source, reading }
    let number = 0
    for await (const found of container.parts()) {
      number++
      const isKnown = known.take(found.hash)
      if (number <= host.startAfter) continue
      if (isKnown) await batch.add([{ kind: 'unchanged', part: found.part, hash: found.hash }])
      else {
        host.beginPart(number, found.part)
        await batch.add(await preparedParts(found, options))
        host.beginPart(number, null)
      }
    }
    await batch.flush()
    const { size, mtimeMs } = file
    const isGrown = container.reread !== null
    return { kind: 'container', format: format.name, size, mtimeMs, state: await container.end(), isGrown }
  } finally {
    await container.close()
  }
}

/** Parts on their way to the host. */
class Batch {
  readonly #host: PartsHost
  #parts: PreparedPart[] = []
  #textBytes = 0
  #since = performance.now()

  constructor(host: PartsHost) {
    this.#host = host
  }

  async add(parts: readonly PreparedPart[]): Promise<void> {
    for (const part of parts) {
      this.#parts.push(part)
      this.#textBytes += part.kind === 'prepared' ? part.textBytes : 0
    }
    const isDue =
      this.#textBytes >= batchTextBytes ||
      this.#parts.length >= batchParts ||
      performance.now() - this.#since >= batchMs
    if (isDue) await this.flush()
  }

  /** Also of nothing: the host sees that the thread is alive. */
  async flush(): Promise<void> {
    const parts = this.#parts
    this.#parts = []
    this.#textBytes = 0
    await this.#host.take(parts)
    this.#since = performance.now()
  }
}

/** A multiset: a file may hold the same message twice, and the library one of them. */
class KnownHashes {
  readonly #counts = new Map<bigint, number>()

  constructor(hashes: Iterable<bigint>) {
    for (const hash of hashes) this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + 1)
  }

  take(hash: bigint): boolean {
    const count = this.#counts.get(hash) ?? 0
    if (count > 0) this.#counts.set(hash, count - 1)
    return count > 0
  }
}
