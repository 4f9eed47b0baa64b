/* How documents of a library are opened: a page by its address, what has bytes of its own by these. */
import type { Held } from '../library.ts'
import { addressOfPart } from '../text/containers/history-page.ts'
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
