/* What an open library is made of. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import type { Release } from '../catalogue/writer-lock.ts'
import type { Encoder } from '../embed/encoder.ts'
import type { Store } from '../leann/store.ts'
import type { LibraryOptions } from '../library.ts'
import type { Pace } from '../pace.ts'

/** The parts of an open library. */
export interface Parts {
  /** Absolute, without links. */
  readonly folder: string
  readonly store: Store
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly options: LibraryOptions & { readonly pace: Pace }
  /** null: opened for reading. */
  readonly release: Release | null
  /** Where it is open already. */
  readonly encoder?: Encoder
}

/** What a crash, or a run that failed, left behind: versions that were never published and texts that belong to none. */
export async function undoUnpublished({
  store,
  catalogue,
  texts,
}: Pick<Parts, 'store' | 'catalogue' | 'texts'>): Promise<void> {
  store.discard()
  catalogue.rollBackTo(store.generation)
  texts.remove(catalogue.purge(store.generation))
  texts.keepOnly(new Set(catalogue.cachedIds()))
  await store.sweep()
}

/** Puts messages and pages that were indexed into blocks; between two of them others have their turn. */
export async function packParts({ store, catalogue }: Pick<Parts, 'store' | 'catalogue'>): Promise<void> {
  for (const _ of catalogue.pack(store.generation)) await nextTurn()
}
