import { describe, expect, test } from 'vitest'
import { type Catalogue } from '../catalogue/catalogue.ts'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import type { ProblemRecord } from '../catalogue/document-record.ts'
import { madeDocument } from '../catalogue/testing/made-document.ts'
import { makeTree } from '../sources/test-tree.ts'
import type { Source, SourceEvent } from '../sources/source.ts'
import { scanSource, type Scan, type ScanParts } from './scan.ts'

const root = '/docs'

function file(path: string, size = 5, mtimeMs = 1000): SourceEvent {
  return { kind: 'file', file: { path, size, mtimeMs } }
}

function unreadable(path: string): SourceEvent {
  return { kind: 'problem', problem: { path, code: 'unreadable', message: 'no right' } }
}

function sourceOf(...events: readonly SourceEvent[]): Source {
  return {
    root,
    isPartial: false,
    async *list() {
      yield* events
    },
  }
}

/** Scans `source` against a catalogue with documents 1, 2 … at `paths`. */
async function scanned(
  source: Source,
  paths: readonly string[],
  prepare: (catalogue: Catalogue) => void = () => {},
  pace?: ScanParts['pace'],
): Promise<Scan> {
  await using tree = await makeTree({})
  const catalogue = openCatalogue(tree.root, 'create')
  try {
    const add = paths.map((path, i) => madeDocument(i + 1, path))
    catalogue.apply({ generation: 1, add, retire: [], problems: [], settled: [] })
    prepare(catalogue)
    return await scanSource(source, { catalogue, generation: 1, signal: new AbortController().signal, pace })
  } finally {
    catalogue.close()
  }
}

function problem(path: string, code: ProblemRecord['code']): ProblemRecord {
  return { path, code, message: 'it was so', size: 5, mtimeMs: 1000 }
}

describe('a scan', () => {
  test('tells new, changed, unchanged and vanished files apart', async () => {
    const source = sourceOf(
      file('/docs/new'),
      file('/docs/same'),
      file('/docs/larger', 6),
      file('/docs/later', 5, 1001),
    )
    const scan = await scanned(source, ['/docs/same', '/docs/larger', '/docs/later', '/docs/gone', '/else/where'])
    expect(scan.unchanged).toBe(1)
    expect(scan.waiting.map(({ path, known }) => [path, known?.document?.id ?? null])).toEqual([
      ['/docs/new', null],
      ['/docs/larger', 2],
      ['/docs/later', 3],
    ])
    expect(scan.waiting.some(({ isSuspect }) => isSuspect)).toBe(false)
    expect(scan.vanished.map(({ path }) => path)).toEqual(['/docs/gone'])
  })

  test('others have their turn while it looks up one file after the other', async () => {
    const source: Source = {
      ...sourceOf(),
      async *list() {
        for (const name of ['a', 'b', 'c']) {
          const until = performance.now() + 6
          while (performance.now() < until);
          yield file(`/docs/${name}`)
        }
      },
    }
    let turns = 0
    await scanned(source, [], () => {}, { turn: async () => void turns++ })
    expect(turns).toBe(3)
  })

  test('takes nothing for gone below a folder or at a file that could not be read', async () => {
    const source = sourceOf(unreadable('/docs/closed'), unreadable('/docs/file'))
    const paths = ['/docs/closed/a', '/docs/closed/in/b', '/docs/closed too/c', '/docs/file']
    const scan = await scanned(source, paths)
    expect(scan.vanished.map(({ path }) => path)).toEqual(['/docs/closed too/c'])
    expect(scan.problems.map(({ path }) => path)).toEqual(['/docs/closed', '/docs/file'])
  })

  test('reads a file again that was noticed as changed though it looks the same', async () => {
    const source = sourceOf(file('/docs/a'), file('/docs/b', 6))
    const scan = await scanned(source, ['/docs/a', '/docs/b'], (catalogue) =>
      catalogue.unread.addPending(['/docs/a', '/docs/b']),
    )
    expect(scan.waiting).toMatchObject([
      { path: '/docs/a', isSuspect: true },
      { path: '/docs/b', isSuspect: false },
    ])
  })

  test('tries a file again that could not be read, not one whose bytes are the problem', async () => {
    const source = sourceOf(file('/docs/locked'), file('/docs/damaged'), file('/docs/mended', 6))
    const problems = [
      problem('/docs/locked', 'unreadable'),
      problem('/docs/damaged', 'damaged'),
      problem('/docs/mended', 'damaged'),
    ]
    const scan = await scanned(source, [], (catalogue) =>
      catalogue.apply({ generation: 1, add: [], retire: [], problems, settled: [] }),
    )
    expect(scan.waiting.map(({ path }) => path)).toEqual(['/docs/locked', '/docs/mended'])
    expect(scan.unchanged).toBe(1)
  })

  test('forgets problems of files that are gone, not of those that cannot be seen now', async () => {
    const problems = [problem('/docs/gone', 'damaged'), problem('/docs/closed/a', 'damaged')]
    const scan = await scanned(sourceOf(unreadable('/docs/closed')), [], (catalogue) =>
      catalogue.apply({ generation: 1, add: [], retire: [], problems, settled: [] }),
    )
    expect(scan.mended).toEqual(['/docs/gone'])
  })
})
