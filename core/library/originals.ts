/* How documents of a library are opened: a page by its address, what has bytes of its own by these. */
import { AppError } from '../errors.ts'
import type { Held } from '../library.ts'
import { say } from '../sayings/say.ts'
import { understood } from '../sayings/understood.ts'
import type { Original } from '../text/containers/container.ts'
import { addressOfPart } from '../text/containers/history-page.ts'
import { ExtractError } from '../text/extracted.ts'
import { originalOf } from '../text/original.ts'
import type { Parts } from './parts.ts'

type HeldParts = Pick<Parts, 'store' | 'catalogue'>

/** What the library holds at a path, or as a part of the file there; null: nothing. `part` '' also stands for a file that holds others. */
export function heldAs(path: string, part: string, { catalogue, store }: HeldParts): Held | null {
  const { generation } = store
  const id = catalogue.stampAt(path, generation, part)?.id
  if (id === undefined) return part === '' && catalogue.files.hasParts(path, generation) ? { kind: 'file' } : null
  // Its name alone does not make a page: a member of an archive may be called so.
  const isPage = part !== '' && catalogue.document(id, generation)?.kind === 'history'
  return isPage ? pageOf(part) : { kind: 'file' }
}

/** null for what no browser is to be given. */
function pageOf(part: string): Held | null {
  const url = URL.parse(addressOfPart(part) ?? '')
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null
  return { kind: 'page', address: url.href }
}

/** As `Library.pageUrl` says. */
export async function pageUrlOf(path: string, part: string, parts: HeldParts): Promise<string | null> {
  const held = heldAs(path, part, parts)
  if (held?.kind !== 'page') return null
  const { newestUrl } = await import('../text/containers/history.ts')
  try {
    return newestUrl(path, held.address) ?? held.address
  } catch {
    // The browser's file is gone or in use; the page is still known.
    return held.address
  }
}

/** As `Library.original` says. */
export async function originalOfHeld(path: string, part: string, parts: HeldParts): Promise<Original | null> {
  const held = heldAs(path, part, parts)
  if (held === null) throw new AppError('not-found', say('library.noDocument', { path }))
  if (held.kind === 'page') return null
  try {
    return await originalOf(path, part)
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error
    if (error.code !== 'unreadable' && error.code !== 'online-only') return null
    const reason = understood(error.message) ?? error.message
    throw new AppError('not-found', say('file.cannotRead', { reason }), { cause: error })
  }
}
