/* Forgetting and taking it back: what leaves, what must not come back, and the searches that make sure of it. */
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import type { ExcludedPaths } from '../excluded-paths.ts'
import type { Forgotten, ForgottenWhat } from '../forgotten.ts'
import { isInside } from '../is-inside.ts'
import type { Feedback } from '../search/feedback/feedback.ts'
import { decodeOutline } from '../text/outline.ts'
import { pageAddress, partOfAddress } from '../text/containers/history-page.ts'
import type { ForgetSummary, ForgetWhat, NameHit, RememberWhat, SearchHit, SourceName } from '../types.ts'
import { forgetDocuments, meantBy, pagesOf } from '../upkeep/forget.ts'
import { mustNotBeAbove } from './contents.ts'
import type { Parts } from './parts.ts'
import { say } from '../sayings/say.ts'

export interface ForgettingParts {
  readonly parts: Parts
  readonly forgotten: Forgotten
  readonly excluded: ExcludedPaths
  readonly feedback: Feedback
  search(query: string): Promise<readonly SearchHit[]>
  names(query: string): Promise<readonly NameHit[]>
}

/** @throws AppError `not-found`, `bad-request`, `failed` */
export async function forget(what: ForgetWhat, its: ForgettingParts): Promise<ForgetSummary> {
  const { parts, feedback, search, names } = its
  const { catalogue, store, texts } = parts
  const meant = await withRealPath(inFile(what, parts))
  if (meant.kind === 'path') mustNotBeAbove(meant.path, catalogue.roots())
  const ids = meantBy(meant, { catalogue, store })
  // Of what could not be read the library has the name and the reason.
  const isUnread =
    (meant.kind === 'path' && catalogue.unread.problemPathsBelow(meant.path).length > 0) ||
    (meant.kind === 'document' && catalogue.unread.problemAt(meant.path, meant.part) !== undefined)
  if (ids.length === 0 && !isUnread) throw new AppError('not-found', say('forget.nothing'))
  await keepForgotten(meant, ids, its)
  return forgetDocuments({ store, catalogue, texts, feedback, search, names }, { what: meant, ids })
}

/** What is forgotten must not come back with the next run. */
async function keepForgotten(
  what: ForgottenWhat,
  ids: Uint32Array,
  { parts: { catalogue, store }, forgotten }: ForgettingParts,
): Promise<void> {
  const roots = catalogue.roots()
  const leave = (gone: readonly string[]): void => {
    for (const root of gone) {
      catalogue.removeRoot(root)
      catalogue.forgetBelow(root)
    }
  }
  if (what.kind === 'path') {
    leave(roots.filter((root) => isInside(root, what.path)))
    catalogue.forgetBelow(what.path)
    if (!roots.some((root) => root !== what.path && isInside(what.path, root))) return
  }
  // A mailbox or a history that was added by itself is not even opened any more.
  if (what.kind === 'source')
    leave(roots.filter((root) => isAllOf(what.source, catalogue.sourcesBelow(root, store.generation))))
  const gone = what.kind === 'document' ? [...catalogue.documentsOf([...ids], store.generation).values()] : []
  const marks = gone.map((record) => ({ ...record, title: decodeOutline(record.outline).title }))
  await forgotten.add(what, marks)
}

function isAllOf(source: SourceName, sources: readonly SourceName[]): boolean {
  return sources.length === 1 && sources[0] === source
}

/** @throws AppError `not-found` where this was not forgotten */
export async function remember(what: RememberWhat, { parts, forgotten, excluded }: ForgettingParts): Promise<void> {
  const meant = await withRealPath(inFile(what, parts))
  if (await forgotten.remove(meant)) return parts.catalogue.files.reopenContainers()
  if (meant.kind === 'path' && excluded.paths.includes(meant.path)) return excluded.remove(meant.path)
  throw new AppError('not-found', say('forget.notBefore'))
}

/** A page as what it is in a history that has it: the first one, or none that is known. @throws AppError `bad-request` */
function inFile<What extends RememberWhat>(
  what: What,
  parts: Parts,
): Exclude<What, { kind: 'page' }> | Extract<ForgottenWhat, { kind: 'document' }> {
  if (what.kind !== 'page') return what as Exclude<What, { kind: 'page' }> // The compiler narrows no type parameter.
  const address = pageAddress(what.address, () => false)
  if (address === null) throw new AppError('bad-request', say('forget.noAddress', { address: what.address }))
  const part = partOfAddress(address)
  const page = pagesOf(part, parts).at(0)
  return { kind: 'document', path: page?.path ?? '', part: page?.part ?? part }
}

async function withRealPath<What extends RememberWhat>(what: What): Promise<What> {
  return 'path' in what && what.path !== ''
    ? { ...what, path: await realpath(what.path).catch(() => resolve(what.path)) }
    : what
}
