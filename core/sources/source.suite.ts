import { isAbsolute } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isInside } from '../is-inside.ts'
import type { Source, SourceEvent } from './source.ts'

/** A source to be tested, over a place that the test made and may spoil. */
export interface SuiteSource {
  readonly source: Source
  /** Paths of all files the source must yield, in any order. */
  readonly files: readonly string[]
  /** Takes the place away as a whole, as when a disk is unplugged. */
  removePlace(): Promise<void>
  /** Frees what the test made; called after `removePlace` as well. */
  cleanUp(): Promise<void>
}

/** All events of a source. */
export async function listAll(source: Source): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  for await (const event of source.list(new AbortController().signal)) events.push(event)
  return events
}

/** The path an event is about. */
export function pathOf(event: SourceEvent): string {
  if (event.kind === 'file') return event.file.path
  return event.kind === 'problem' ? event.problem.path : event.path
}

/** Paths of the files among events. */
export function filesOf(events: readonly SourceEvent[]): string[] {
  return events.filter((event) => event.kind === 'file').map(pathOf)
}

function isComplete(event: SourceEvent): boolean {
  if (event.kind === 'skipped') return event.rule !== ''
  if (event.kind === 'problem') return event.problem.message !== ''
  if (event.kind === 'folder') return false
  return Number.isInteger(event.file.size) && event.file.size >= 0 && event.file.mtimeMs > 0
}

/** The rules that every source of documents keeps. */
export function sourceSuite(name: string, make: () => Promise<SuiteSource>): void {
  async function withSource(check: (made: SuiteSource) => Promise<void>): Promise<void> {
    const made = await make()
    try {
      await check(made)
    } finally {
      await made.cleanUp()
    }
  }

  describe(`${name} keeps the source rules`, () => {
    test('yields every file, and each path once', () =>
      withSource(async ({ source, files }) => {
        const events = await listAll(source)
        expect(filesOf(events).toSorted()).toEqual(files.toSorted())
        expect(new Set(events.map(pathOf)).size).toBe(events.length)
      }))

    test('names absolute paths at or below its root', () =>
      withSource(async ({ source }) => {
        expect(isAbsolute(source.root)).toBe(true)
        const outside = (await listAll(source)).map(pathOf).filter((path) => !isInside(path, source.root))
        expect(outside).toEqual([])
      }))

    test('gives a size and a time with each file, and a reason with all else', () =>
      withSource(async ({ source }) => {
        const incomplete = (await listAll(source)).filter((event) => !isComplete(event))
        expect(incomplete).toEqual([])
      }))

    test('lists the same in the same order again', () =>
      withSource(async ({ source }) => {
        expect(await listAll(source)).toEqual(await listAll(source))
      }))

    test('yields nothing when it is aborted before it starts', () =>
      withSource(async ({ source }) => {
        const listing = source.list(AbortSignal.abort(new Error('enough')))[Symbol.asyncIterator]()
        await expect(listing.next()).rejects.toThrow('enough')
      }))

    test('stops in the middle when aborted, and can be listed again', () =>
      withSource(async ({ source, files }) => {
        const controller = new AbortController()
        const seen: SourceEvent[] = []
        const listing = async () => {
          for await (const event of source.list(controller.signal)) {
            seen.push(event)
            controller.abort(new Error('enough'))
          }
        }
        await expect(listing()).rejects.toThrow('enough')
        expect(filesOf(seen).length).toBeLessThanOrEqual(Math.max(1, files.length - 1))
        expect(filesOf(await listAll(source)).length).toBe(files.length)
      }))

    test('fails when its place is gone: nothing there is not the same as an empty place', () =>
      withSource(async ({ source, removePlace }) => {
        await removePlace()
        await expect(listAll(source)).rejects.toMatchObject({ code: 'not-found' })
      }))
  })
}
