/* Prepares the documents in a file that holds many: each goes to a host, and what is known already is not read. */
import type { ContainerFile, ContainerFormat, FoundPart, OpenContainer } from './containers/container.ts'
import { preparedParts } from './prepare-part.ts'
import { type PreparedContainer, type PreparedPart, problemOf } from './prepared.ts'
import { usualOptions } from './read-options.ts'
import { Steps } from './steps.ts'

/** Who takes the documents of a file. */
export interface PartsHost {
  /** Parts up to this one, counted from 1, were taken before a thread died. */
  readonly startAfter: number
  /** Where in the file its reader is. */
  readonly steps: Steps
  /** Hashes of the parts of this file that the library has, each as often as it is there; of those in `reread` alone unless that is null. */
  knownHashes(reread: readonly string[] | null): Promise<BigUint64Array>
  /** These are all that came since the last time, up to the part with the number `through`. Resolves when the host wants more. */
  take(parts: readonly PreparedPart[], through: number): Promise<void>
}

/** Parts are handed over when they hold this much text, or are this many, or this much time went by. */
const batchTextBytes = 1024 * 1024
const batchParts = 256
const batchMs = 1000

/** For a file that is read here and now, its documents handed to nobody. */
export function noHost(): PartsHost {
  return { startAfter: 0, steps: new Steps(), knownHashes: async () => new BigUint64Array(0), take: async () => {} }
}

interface ContainerJob {
  readonly file: ContainerFile
  readonly wantsText: boolean
}

/** Hands all documents of a file to `host`. Throws what the reader throws for the file as a whole. */
export async function prepareContainer(
  format: ContainerFormat,
  { file, wantsText }: ContainerJob,
  host: PartsHost,
): Promise<PreparedContainer> {
  const reader = await format.load()
  const { steps } = host
  const container = await reader.open({ ...file, steps })
  try {
    const known = new KnownHashes(await host.knownHashes(container.reread))
    const { reading = usualOptions } = file
    const options = { wantsText, source: format.source, reading, steps }
    const batch = new Batch(host)
    let number = 0
    let isWhole = true
    for await (const found of partsOf(container, steps, () => (isWhole = false))) {
      number++
      const isKnown = known.take(found.hash)
      if (number > host.startAfter) {
        steps.read(number)
        const { part, hash } = found
        batch.add(isKnown ? [{ kind: 'unchanged', part, hash }] : await preparedParts(found, options), number)
        if (batch.isDue) await batch.flush()
      }
    }
    await batch.flush()
    const { size, mtimeMs } = file
    const isGrown = container.reread !== null
    return {
      kind: 'container',
      format: format.name,
      size,
      mtimeMs,
      state: isWhole ? await container.end() : null,
      isGrown,
    }
  } finally {
    await container.close()
  }
}

/** Parts that come before the file turns out to be damaged, or its reader does not survive it, are kept. */
async function* partsOf(container: OpenContainer, steps: Steps, onDamage: () => void): AsyncGenerator<FoundPart> {
  let number = 0
  try {
    steps.lookFor(1)
    for await (const found of container.parts()) {
      number++
      yield found
      steps.lookFor(number + 1)
    }
  } catch (error) {
    if (number === 0 || problemOf(error).code === 'unreadable') throw error
    onDamage()
    yield { part: '(the rest of the file)', hash: 0n, size: 0, read: () => Promise.reject(error) }
  }
}

/** Parts on their way to the host. */
class Batch {
  readonly #host: PartsHost
  #parts: PreparedPart[] = []
  #textBytes = 0
  #through = 0
  #since = performance.now()

  constructor(host: PartsHost) {
    this.#host = host
  }

  /** `through`: number of the part in the file that they are, or are in. */
  add(parts: readonly PreparedPart[], through: number): void {
    this.#through = through
    for (const part of parts) {
      this.#parts.push(part)
      this.#textBytes += part.kind === 'prepared' ? part.textBytes : 0
    }
  }

  get isDue(): boolean {
    return (
      this.#textBytes >= batchTextBytes ||
      this.#parts.length >= batchParts ||
      performance.now() - this.#since >= batchMs
    )
  }

  /** Also of nothing: the host sees that the thread is alive. */
  async flush(): Promise<void> {
    const parts = this.#parts
    this.#parts = []
    this.#textBytes = 0
    await this.#host.take(parts, this.#through)
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
