import { type UnzipFileInfo, unzipSync } from 'fflate'
import { ExtractError } from '../extracted.ts'
import { say } from '../../sayings/say.ts'

const MB = 1024 * 1024
const MOST_ENTRY_BYTES = 256 * MB
/** Of all wanted entries together: buffers do not count for a thread's heap limit. */
const MOST_BYTES = 512 * MB
const MOST_RATIO = 1_000
const RATIO_FREE_BYTES = 10 * MB
const MOST_ENTRIES = 100_000

/**
 * The wanted entries of an archive by name. ExtractError 'damaged' for what is no archive and for one that would unpack
 * to more than a document can be. The declared size is a bound: fflate unpacks into a buffer of exactly that size.
 */
export function unzip(bytes: Uint8Array, isWanted: (name: string) => boolean): Readonly<Record<string, Uint8Array>> {
  let entries = 0
  let total = 0
  const filter = (file: UnzipFileInfo): boolean => {
    if (++entries > MOST_ENTRIES) throw new ExtractError('damaged', say('file.zipManyFiles', { limit: MOST_ENTRIES }))
    if (!isWanted(file.name)) return false
    refuseBomb(file)
    total += file.originalSize
    if (total > MOST_BYTES) throw new ExtractError('too-large', say('file.zipLarge', { limit: MOST_BYTES / MB }))
    return true
  }
  try {
    return unzipSync(bytes, { filter })
  } catch (error) {
    if (error instanceof ExtractError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ExtractError('damaged', say('file.zipDamaged', { reason }), { cause: error })
  }
}

function refuseBomb({ name, size, originalSize }: UnzipFileInfo): void {
  const isTooLarge = originalSize > MOST_ENTRY_BYTES
  const isTooDense = originalSize > RATIO_FREE_BYTES && originalSize > size * MOST_RATIO
  if (!isTooLarge && !isTooDense) return
  throw new ExtractError('too-large', say('file.zipBomb', { name, packed: size, size: Math.round(originalSize / MB) }))
}
