/* A library as other processes see it: asked of whoever holds it, while there is somebody; else opened by oneself. */
import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import { openLibrary, type Library, type LibraryOptions } from '../library.ts'
import { connectToHolder, HolderGone, isHeld, type Connection } from './connection.ts'
import type { RememberWhat } from '../types.ts'
import { say } from '../sayings/say.ts'

/** Between two looks for a holder. */
const lookEveryMs = 1000

/**
 * Opens a library for reading. What needs its model, or what is only in the memory of the process that changes it, is asked of
 * that process; the lists come from the files. Changes are handed over to it.
 * @throws AppError as `openLibrary` with access `read`; a change without a holder: `library-busy`
 */
export async function openShared(options: Omit<LibraryOptions, 'access'>): Promise<Library> {
  const own = await openLibrary({ ...options, access: 'read' })
  return sharedLibrary(own, new Holder(own.folder))
}

/**
 * Opens a library for writing, or, where another process holds it that takes changes over, for handing them to it.
 * @throws AppError as `openLibrary`
 */
export async function openOrShare(options: LibraryOptions): Promise<Library> {
  const { access, rebuild, codeBits, hotCacheBytes, ...rest } = options
  if (access === 'read') return openShared(rest)
  try {
    return await openLibrary(options)
  } catch (error) {
    const isWish = rebuild === true || codeBits !== undefined || hotCacheBytes !== undefined
    if (isWish || !(error instanceof AppError) || error.code !== 'library-busy') throw error
    if (!(await isHeld(options.folder))) throw error
    return openShared(rest)
  }
}

/** The connection to the holder, made anew when there is another. */
class Holder {
  readonly #folder: string
  #connection: Connection | null = null
  #connecting: Promise<Connection | null> | null = null
  #lookedAt = -Infinity

  constructor(folder: string) {
    this.#folder = folder
  }

  /** null where nobody holds the library. `isUrgent`: looks also where it has just looked. */
  async find({ isUrgent }: { readonly isUrgent: boolean }): Promise<Connection | null> {
    if (this.#connection?.isOpen === true) return this.#connection
    const now = performance.now()
    if (!isUrgent && this.#connecting === null && now - this.#lookedAt < lookEveryMs) return null
    this.#lookedAt = now
    this.#connecting ??= connectToHolder(this.#folder).finally(() => (this.#connecting = null))
    this.#connection = await this.#connecting
    return this.#connection
  }

  close(): void {
    this.#connection?.close()
  }
}

function sharedLibrary(own: Library, holder: Holder): Library {
  /** Of the holder, else by ourselves: also where it goes away meanwhile. */
  const ask = async <T>(asked: (holder: Connection) => Promise<T>, alone: () => Promise<T>): Promise<T> => {
    const connection = await holder.find({ isUrgent: false })
    if (connection === null) return alone()
    try {
      return await asked(connection)
    } catch (error) {
      if (error instanceof HolderGone) return alone()
      throw error
    }
  }
  /** A change is the holder's to make. */
  const hand = async <T>(asked: (holder: Connection) => Promise<T>): Promise<T> => {
    const connection = await holder.find({ isUrgent: true })
    if (connection === null) {
      throw new AppError('library-busy', say('library.busy', { folder: own.folder }))
    }
    try {
      return await asked(connection)
    } catch (error) {
      if (!(error instanceof HolderGone)) throw error
      throw new AppError('library-busy', say('library.holderEnded', { folder: own.folder }), { cause: error })
    }
  }
  return {
    folder: own.folder,
    feedback: own.feedback,
    search: (request, signal, onPartial) =>
      ask(
        (it) => it.call('search', { ...request }, { signal, ...(onPartial !== undefined && { onEvent: onPartial }) }),
        () => own.search(request, signal, onPartial),
      ),
    text: (request) =>
      ask(
        (it) => it.call('text', { ...request }),
        () => own.text(request),
      ),
    names: (query, limit) =>
      ask(
        (it) => it.call('names', { query, limit }),
        () => own.names(query, limit),
      ),
    embed: (texts, signal) =>
      ask(
        async (it) => {
          const inputs = texts.map((text) => (typeof text === 'string' ? { header: '', text } : { ...text }))
          return vectorsOf(await it.call('embed', { texts: inputs }, { signal }), texts.length)
        },
        () => own.embed(texts, signal),
      ),
    status: () =>
      ask(
        (it) => it.call('status', {}),
        () => own.status(),
      ),
    why: (path) =>
      ask(
        (it) => it.call('why', { path: resolve(path) }),
        () => own.why(path),
      ),
    refresh: () => own.refresh(),
    // It is the holder that searches, and rests as its host says.
    wake: async () => {},
    rest: () => own.rest(),
    modelTrouble: () => own.modelTrouble(),
    tune: (signal) => own.tune(signal),
    roots: () => own.roots(),
    excluded: () => own.excluded(),
    forgotten: () => own.forgotten(),
    folders: (root, walk) => own.folders(root, walk),
    foundSources: () => own.foundSources(),
    consent: (source) => own.consent(source),
    reading: () => own.reading(),
    leftOutRules: () => own.leftOutRules(),
    optIn: (source, path) => hand((it) => it.call('optIn', { source, path: resolve(path) })),
    setReading: (change) => hand((it) => it.call('setReading', { change })),
    documents: () => own.documents(),
    documentPage: (request) => own.documentPage(request),
    heldAs: (path, part) => own.heldAs(path, part),
    pageUrl: (path, part) => own.pageUrl(path, part),
    original: (path, part) => own.original(path, part),
    places: () => own.places(),
    problems: () => own.problems(),
    pending: () => own.pending(),
    addRoot: (path) => hand((it) => it.call('addRoot', { path: resolve(path) })),
    remove: (path) => hand((it) => it.call('remove', { path: resolve(path) })),
    excludeSite: (host) => hand((it) => it.call('excludeSite', { host })),
    exclude: (path) => hand((it) => it.call('exclude', { path: resolve(path) })),
    include: (path) => hand(async (it) => void (await it.call('include', { path: resolve(path) }))),
    async index({ roots, folders, signal, onProgress = () => {} } = {}) {
      const ask = {
        ...(roots !== undefined && { roots: [...roots] }),
        ...(folders !== undefined && { folders: [...folders] }),
      }
      const summary = await hand((it) => it.call('index', ask, { signal, onEvent: onProgress }))
      await own.refresh()
      return summary
    },
    settle: ({ signal, onProgress = () => {} } = {}) =>
      hand((it) => it.call('settle', {}, { signal, onEvent: ({ done, total }) => onProgress(done, total) })),
    optimize: ({ signal, onProgress = () => {} } = {}) =>
      hand((it) => it.call('optimize', {}, { signal, onEvent: onProgress })),
    switchModel: (name, { signal, onProgress = () => {} } = {}) =>
      hand((it) => it.call('switchModel', { name }, { signal, onEvent: onProgress })),
    forget: (what) => hand((it) => it.call('forget', absolute(what))),
    remember: (what) => hand(async (it) => void (await it.call('remember', absolute(what)))),
    async close() {
      holder.close()
      await own.close()
    },
  }
}

/** The holder has another working folder. */
function absolute<What extends RememberWhat>(what: What): What {
  return 'path' in what ? { ...what, path: resolve(what.path) } : what
}

function vectorsOf(
  { dimensions, base64 }: { readonly dimensions: number; readonly base64: string },
  count: number,
): readonly Float32Array[] {
  // A copy: the buffer that Node decodes into need not begin where a float may.
  const floats = new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer)
  return Array.from({ length: count }, (_, row) => floats.subarray(row * dimensions, (row + 1) * dimensions))
}
