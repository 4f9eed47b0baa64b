/*
 * How a document is opened, shown in its folder and dragged out. The window names a document by its file and its part; what is opened of
 * it the engine says, and only of what the library holds: no address and no path of the window's own is ever opened.
 */
import { AppError } from '../core/errors.ts'
import type { Held } from '../core/library.ts'
import type { Place } from './contract.ts'
import type { Handlers, HostParts } from './handlers.ts'
import type { Position } from './position-words.ts'
import { isProgram } from './programs.ts'
import { sayOfApp } from './texts/say-of-app.ts'

type OpeningParts = Pick<HostParts, 'engine' | 'openDocument' | 'openPage' | 'openWith' | 'showInFolder' | 'startDrag'>

/** The requests that hand a document to the system. */
export function openingHandlers(parts: OpeningParts): Pick<Handlers, 'open' | 'openWith' | 'reveal' | 'drag'> {
  const { engine } = parts

  async function heldAs({ path, part = '' }: Pick<Place, 'path' | 'part'>, client: string): Promise<Held> {
    const held = await engine.ask('heldAs', { path, part }, client)
    if (held === null) throw new AppError('not-found', sayOfApp('app.notOfLibrary', { path }))
    return held
  }

  /** @throws AppError `bad-request` for a page: it has no file */
  async function mustBeFile(place: Pick<Place, 'path' | 'part'>, client: string): Promise<void> {
    const held = await heldAs(place, client)
    if (held.kind === 'page') throw new AppError('bad-request', sayOfApp('app.isPage', { address: held.address }))
  }

  async function openFile(path: string, position: Position | null): Promise<void> {
    if (!isProgram(path)) return parts.openDocument(path, position)
    await parts.showInFolder(path)
    throw new AppError('bad-request', sayOfApp('app.isProgram', { path }))
  }

  return {
    async open(place, client) {
      const { path, start, part = '', query = '' } = place
      const held = await heldAs(place, client)
      if (query !== '') await engine.ask('opened', { path, part, start, query }, client)
      return held.kind === 'page' ? parts.openPage(held.address) : openFile(path, positionOf(place))
    },
    async openWith(place, client) {
      const held = await heldAs(place, client)
      return held.kind === 'page' ? parts.openPage(held.address) : parts.openWith(place.path)
    },
    async reveal(place, client) {
      await mustBeFile(place, client)
      await parts.showInFolder(place.path)
    },
    async drag(place, client) {
      await mustBeFile(place, client)
      parts.startDrag(place.path)
    },
  }
}

/** null for a part of a file: its pages and lines are not the file's. */
function positionOf({ part = '', page, line }: Place): Position | null {
  if (part !== '') return null
  if (page !== undefined) return { kind: 'page', number: page }
  return line === undefined ? null : { kind: 'line', number: line }
}
