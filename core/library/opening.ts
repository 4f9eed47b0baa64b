/* Opens a library's folder, for reading or as its one writer, and its model. */
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import { lockForWriting } from '../catalogue/writer-lock.ts'
import type { Encoder } from '../embed/encoder.ts'
import { openModelOf } from '../embed/models/model-of-library.ts'
import { rememberingEncoder } from '../embed/remembering-encoder.ts'
import { restingEncoder } from '../embed/resting-encoder.ts'
import { AppError } from '../errors.ts'
import { noLibrary } from '../leann/live-segments.ts'
import { createStore, hasStore, openStore, type Store } from '../leann/store.ts'
import type { LibraryOptions } from '../library.ts'
import { Pace } from '../pace.ts'
import type { BitsPerDimension } from '../types.ts'
import { makeLibraryFolder, throwIndexAway } from './folder.ts'
import { undoUnpublished, type Parts } from './parts.ts'
import { say } from '../sayings/say.ts'

/** @throws AppError as `openLibrary` */
export async function openParts(options: LibraryOptions): Promise<Parts> {
  const folder = resolve(options.folder)
  const paced = { ...options, pace: options.pace ?? new Pace() }
  return options.access === 'write' ? openForWriting(folder, paced) : openForReading(folder, paced)
}

async function openForReading(path: string, options: Parts['options']): Promise<Parts> {
  const store = await openStore(path, options.pace)
  const folder = await realpath(path)
  const catalogue = openCatalogue(folder, 'read')
  try {
    const texts = new TextCache(folder, 'read')
    return { folder, store, catalogue, texts, options, release: null }
  } catch (error) {
    catalogue.close()
    throw error
  }
}

async function openForWriting(path: string, options: Parts['options']): Promise<Parts> {
  const { codeBits } = options
  if (options.mustExist === true && !(await hasStore(path))) throw noLibrary(path)
  await makeLibraryFolder(path)
  // Real, so that a walk over the documents knows the library's folder when it meets it.
  const folder = await realpath(path)
  const release = lockForWriting(folder)
  const opened: { close(): unknown }[] = []
  try {
    const again = options.rebuild === true ? await throwIndexAway(folder) : undefined
    const start = again?.store
    const access = (await hasStore(folder)) ? 'write' : 'create'
    const catalogue = openCatalogue(folder, access)
    opened.push(catalogue)
    for (const root of again?.roots ?? []) catalogue.addRoot(root)
    const texts = new TextCache(folder, access)
    opened.push(texts)
    const existing = access === 'create' ? null : await openStore(folder, options.pace)
    const encoder =
      existing === null ? await openModelOf(start?.model ?? null, options) : await openOwnEncoder(existing, options)
    if (encoder !== null) opened.push(encoder)
    if (existing === null && encoder !== null)
      await createStore(folder, encoder, codeBits === undefined ? start : { ...start, bitsPerDimension: codeBits })
    const store = existing ?? (await openStore(folder, options.pace))
    if (codeBits !== undefined) checkCodeBits(store, codeBits)
    await undoUnpublished({ store, catalogue, texts })
    const parts = { folder, store, catalogue, texts, options, release }
    if (encoder === null) return parts
    return { ...parts, encoder: existing === null ? resting(encoder, parts) : encoder }
  } catch (error) {
    for (const part of opened) await part.close()
    release()
    throw error
  }
}

function checkModel({ model, folder }: Store, encoder: Encoder): void {
  if (model.fingerprint === encoder.fingerprint) return
  const [made, here] = [model.name, encoder.name]
  // Two models of one name are two versions of it: its files were replaced.
  const what =
    made === here ? say('model.otherVersion', { folder, name: here }) : say('model.mismatch', { folder, made, here })
  throw new AppError('model-mismatch', what)
}

function checkCodeBits({ codec, folder }: Store, wanted: BitsPerDimension): void {
  if (codec.bitsPerDimension === wanted) return
  throw new AppError('bad-request', say('library.bits', { wanted, folder, found: codec.bitsPerDimension ?? 1 }))
}

/** null where the library may lack its model, and does. */
async function openOwnEncoder(store: Store, options: Parts['options']): Promise<Encoder | null> {
  try {
    return await openMatchingEncoder({ store, options })
  } catch (error) {
    if (options.mayLackModel === true && isModelLacking(error)) return null
    throw error
  }
}

/** Whether it says that a model is not there, or not the one that it was. */
export function isModelLacking(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'model-missing' || error.code === 'model-mismatch')
}

/** The library's own model. @throws AppError `model-missing`, `model-mismatch` */
export async function openMatchingEncoder({ store, options }: Pick<Parts, 'store' | 'options'>): Promise<Encoder> {
  const encoder = await openModelOf(store.model, options)
  try {
    checkModel(store, encoder)
    return resting(encoder, { store, options })
  } catch (error) {
    await encoder.close()
    throw error
  }
}

/** Where the host wants that, the model leaves the memory while nothing needs it: a host that goes on, and is typed into. */
export function resting(encoder: Encoder, { store, options }: Pick<Parts, 'store' | 'options'>): Encoder {
  const { modelRestMs: restAfterMs, onModelRest: onRest } = options
  if (restAfterMs === undefined) return encoder
  // What `reopen` names stays in the memory: not the encoder itself.
  const { name, fingerprint } = encoder
  const rested = restingEncoder(encoder, {
    async reopen() {
      const opened = await openModelOf(store.model, options)
      if (opened.fingerprint === fingerprint) return opened
      await opened.close()
      throw new AppError('model-mismatch', say('model.changed', { name }))
    },
    restAfterMs,
    ...(onRest !== undefined && { onRest }),
  })
  return rememberingEncoder(rested)
}
