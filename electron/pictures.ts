import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../core/errors.ts'
import type { Saying } from '../core/types.ts'
import type { Original } from '../core/text/containers/container.ts'
import type { Picture, PictureRequest } from './contract.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** `bytes`: of what is in another file; a file of its own is read by the thread. */
export type PaintRequest = Pick<PictureRequest, 'path' | 'at' | 'page'> & {
  readonly id: number
  readonly bytes: Uint8Array | null
}
export type PaintReply = { readonly id: number } & ({ readonly picture: Picture } | { readonly problem: string })

/** What a window can show by itself, by the file's ending. */
const imageTypes: Readonly<Record<string, string>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.gif': 'gif',
  '.webp': 'webp',
  '.avif': 'avif',
  '.bmp': 'bmp',
  // As an image it runs no script and loads nothing.
  '.svg': 'svg+xml',
}

const mostImageBytes = 25_000_000
const mostPdfBytes = 200_000_000
const patienceMs = 15_000
const idleMs = 60_000

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './picture-worker.ts' : './picture-worker.js',
  import.meta.url,
)

interface Job {
  readonly id: number
  settle(outcome: Picture | AppError): void
}

/** How documents look. Pages are painted one at a time in a thread that is there while somebody looks. */
export class Pictures {
  #worker: Worker | null = null
  #job: Job | null = null
  #last: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #nextId = 1
  readonly #makeWorker: () => Worker

  /** `makeWorker`: for tests. */
  constructor(makeWorker = (): Worker => new Worker(workerUrl, { resourceLimits: { maxOldGenerationSizeMb: 512 } })) {
    this.#makeWorker = makeWorker
  }

  /**
   * `original`: a document in another file, as it is there; null: the file at the request's path itself.
   * @throws AppError `not-found` for what has no picture, `failed` where it cannot be painted
   */
  async of(request: PictureRequest, original: Original | null = null): Promise<Picture> {
    const ending = extname(original?.name ?? request.path).toLowerCase()
    const type = imageTypes[ending]
    if (request.part !== '' && original === null) throw nothingToSee(request.path)
    if (type !== undefined) return imageOf(request.path, type, original)
    if (ending !== '.pdf') throw nothingToSee(request.path)
    await sizeOf(request.path, mostPdfBytes, original)
    const painted = this.#last.then(() => this.#paint(request, original?.bytes ?? null))
    this.#last = painted.catch(() => {})
    return painted
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #paint({ path, at, page }: PictureRequest, bytes: Uint8Array | null): Promise<Picture> {
    const id = this.#nextId++
    const worker = (this.#worker ??= this.#start())
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end(sayOfApp('picture.slow')), patienceMs)
    return new Promise((resolve, reject) => {
      this.#job = { id, settle: (outcome) => (outcome instanceof AppError ? reject(outcome) : resolve(outcome)) }
      worker.postMessage({ id, path, at, page, bytes } satisfies PaintRequest)
    })
  }

  #start(): Worker {
    const worker = this.#makeWorker()
    worker.on('message', (reply: PaintReply) => this.#receive(reply))
    // The last word of a thread that was ended already is not about the job of the one after it.
    worker.on('error', (error) => this.#worker === worker && this.#end(error.message))
    worker.unref()
    return worker
  }

  #receive(reply: PaintReply): void {
    if (this.#job?.id !== reply.id) return
    const job = this.#job
    this.#job = null
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.close(), idleMs).unref()
    job.settle('picture' in reply ? reply.picture : cannotBeShown(reply.problem))
  }

  #end(reason: string | Saying): void {
    const job = this.#job
    this.#job = null
    void this.close()
    job?.settle(cannotBeShown(reason))
  }
}

async function imageOf(path: string, type: string, original: Original | null): Promise<Picture> {
  const bytes = await sizeOf(path, mostImageBytes, original)
  const image = original === null ? await readFile(path) : Buffer.from(original.bytes)
  const url = `data:image/${type};base64,${image.toString('base64')}`
  return { url, width: 0, height: 0, bytes, page: 1, pages: 1, words: [] }
}

/** Of an ordinary file; what is none could keep its reader waiting for ever. @throws AppError `not-found`, also for one that is too large */
async function sizeOf(path: string, most: number, original: Original | null): Promise<number> {
  const found = original === null ? await stat(path) : null
  const size = original?.bytes.length ?? found?.size ?? 0
  if (found?.isFile() === false || size > most) throw nothingToSee(path)
  return size
}

function cannotBeShown(reason: string | Saying): AppError {
  return new AppError('failed', sayOfApp('picture.failed', { reason }))
}

function nothingToSee(path: string): AppError {
  return new AppError('not-found', sayOfApp('picture.none', { path }))
}
