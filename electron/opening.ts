/*
 * How a document is opened, shown in its folder and dragged out. The window names a document by its file and its part; what is opened of
 * it the engine says, and only of what the library holds: no address and no path of the window's own is ever opened.
 */
import { basename } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Held } from '../core/library.ts'
import type { Place } from './contract.ts'
import type { CopyUse } from './engine-messages.ts'
import type { Handlers, HostParts } from './handlers.ts'
import type { Position } from './position-words.ts'
import { isProgram } from './programs.ts'
import { sayOfApp } from './texts/say-of-app.ts'

type OpeningParts = Pick<HostParts, 'engine' | 'openDocument' | 'openPage' | 'openWith' | 'showInFolder' | 'startDrag'>

type HeldPage = Extract<Held, { kind: 'page' }>

type FilePlace = Pick<Place, 'path' | 'part'>

/** The requests that hand a document to the system. */
export function openingHandlers(parts: OpeningParts): Pick<Handlers, 'open' | 'openWith' | 'reveal' | 'drag'> {
  const { engine } = parts

  async function heldAs({ path, part = '' }: FilePlace, client: string): Promise<Held> {
    const held = await engine.ask('heldAs', { path, part }, client)
    if (held === null) throw new AppError('not-found', sayOfApp('app.notOfLibrary', { path }))
    return held
  }

  /** @throws AppError `bad-request` for a page: it has no file */
  async function mustBeFile(place: FilePlace, client: string): Promise<void> {
    const held = await heldAs(place, client)
    if (held.kind === 'page') throw new AppError('bad-request', sayOfApp('app.isPage', { address: held.address }))
  }

  /** As the browser last loaded it: of many pages the query says which it is. */
  async function openPage({ path, part = '' }: FilePlace, { address }: HeldPage, client: string): Promise<void> {
    return parts.openPage((await engine.ask('pageUrl', { path, part }, client)) ?? address)
  }

  /** A private copy of what has no file of its own; null: the file is what there is. */
  async function copyOf(place: FilePlace, use: CopyUse, client: string): Promise<string | null> {
    const { path, part = '' } = place
    // Apple's program for mail opens its own files.
    if (part === '' && process.platform === 'darwin') return null
    return engine.ask('copyOf', { path, part, use }, client)
  }

  /** What would be run is shown where it is. @throws AppError `bad-request` for a program */
  async function mustBeNoProgram(path: string, copy: string | null): Promise<void> {
    if (!isProgram(copy ?? path)) return
    await parts.showInFolder(path)
    const said =
      copy === null
        ? sayOfApp('app.isProgram', { path })
        : sayOfApp('app.isProgramInside', { name: basename(copy), path })
    throw new AppError('bad-request', said)
  }

  return {
    async open(place, client) {
      const { path, start, part = '', query = '' } = place
      const held = await heldAs(place, client)
      if (query !== '') await engine.ask('opened', { path, part, start, query }, client)
      if (held.kind === 'page') return openPage(place, held, client)
      const copy = await copyOf(place, 'open', client)
      await mustBeNoProgram(path, copy)
      // Pages and lines of a part are not its file's.
      const position = copy === null && part !== '' ? null : positionOf(place)
      await parts.openDocument(copy ?? path, position)
    },
    async openWith(place, client) {
      const held = await heldAs(place, client)
      if (held.kind === 'page') return openPage(place, held, client)
      return parts.openWith((await copyOf(place, 'open', client)) ?? place.path)
    },
    async reveal(place, client) {
      await mustBeFile(place, client)
      await parts.showInFolder(place.path)
    },
    async drag(place, client) {
      await mustBeFile(place, client)
      parts.startDrag((await copyOf(place, 'keep', client)) ?? place.path)
    },
  }
}

function positionOf({ page, line }: Place): Position | null {
  if (page !== undefined) return { kind: 'page', number: page }
  return line === undefined ? null : { kind: 'line', number: line }
}
