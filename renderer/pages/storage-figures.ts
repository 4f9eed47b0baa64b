import type { LibraryStatus } from '../../core/types.ts'
import type { TextKey } from '../i18n/i18n.ts'

/** One part of the index and its bytes. */
export interface StoragePart {
  readonly kind: 'semantic' | 'keywords' | 'catalogue' | 'textCache' | 'other'
  readonly name: TextKey
  readonly bytes: number
}

const bytesOfNumber = 4

/** The parts of the index; they add up to its total. */
export function storageParts({ bytes }: LibraryStatus): StoragePart[] {
  const { semantic, keywords, catalogue, textCache, total } = bytes
  const other = Math.max(0, total - semantic - keywords - catalogue - textCache)
  const parts: StoragePart[] = [
    { kind: 'semantic', name: 'storage.semantic', bytes: semantic },
    { kind: 'keywords', name: 'storage.keywords', bytes: keywords },
    { kind: 'catalogue', name: 'storage.catalogue', bytes: catalogue },
    { kind: 'textCache', name: 'storage.textCache', bytes: textCache },
    { kind: 'other', name: 'storage.other', bytes: other },
  ]
  return parts.filter(({ bytes }) => bytes > 0)
}

/** What an index takes that keeps every embedding: one number of four bytes for each dimension of each passage. */
export function vectorBytes({ chunks, dimensions }: LibraryStatus): number {
  return chunks * dimensions * bytesOfNumber
}
