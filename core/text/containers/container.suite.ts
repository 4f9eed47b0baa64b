import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { attachmentMark, type ContainerFormat, type PartContent } from './container.ts'

/** A file of a format, made by the test. */
export interface SuiteFile {
  readonly path: string
  /** Documents in it that are read. */
  readonly documents: number
  /** Another file of the same format and name that is damaged, cut off, or nothing of the kind. */
  readonly damaged: string
  cleanUp(): Promise<void>
}

interface Listed {
  readonly part: string
  readonly hash: bigint
  readonly size: number
  readonly content: PartContent | null
}

/** All parts of a file; one that cannot be read is left out. */
export async function listParts(format: ContainerFormat, path: string): Promise<Listed[]> {
  const reader = await format.load()
  const { size, mtimeMs } = statSync(path)
  const container = await reader.open({ path, size, mtimeMs, state: null })
  try {
    const found: Listed[] = []
    for await (const { part, hash, size, read } of container.parts()) {
      const content = await read().catch(() => undefined)
      if (content !== undefined) found.push({ part, hash, size, content })
    }
    await container.end()
    return found
  } finally {
    await container.close()
  }
}

function textOf(content: PartContent | null): string {
  if (content === null || content.kind === 'name') return ''
  return content.kind === 'text' ? content.text.text : Buffer.from(content.bytes).toString('latin1')
}

/** The rules that every file with many documents keeps: a mailbox, an archive, a history, an export. */
export function containerSuite(format: ContainerFormat, make: () => Promise<SuiteFile>): void {
  async function withFile(check: (made: SuiteFile) => Promise<void>): Promise<void> {
    const made = await make()
    try {
      await check(made)
    } finally {
      await made.cleanUp()
    }
  }

  describe(`${format.name} keeps the rules of files with many documents`, () => {
    test('gives every document, each under a name of its own', () =>
      withFile(async ({ path, documents }) => {
        const found = await listParts(format, path)
        const read = found.filter(({ content }) => textOf(content) !== '')
        expect(read).toHaveLength(documents)
        expect(new Set(found.map(({ part }) => part)).size).toBe(found.length)
        expect(found.filter(({ part }) => part === '' || part.includes(attachmentMark))).toEqual([])
        expect(found.filter(({ size }) => !(Number.isInteger(size) && size >= 0))).toEqual([])
      }))

    test('gives the same names, hashes and texts in the same order again', () =>
      withFile(async ({ path }) => {
        expect(await listParts(format, path)).toEqual(await listParts(format, path))
      }))

    test('finds each document again by its name, with the same text', () =>
      withFile(async ({ path }) => {
        const reader = await format.load()
        for (const { part, content } of await listParts(format, path))
          expect(textOf(await reader.read(path, part))).toBe(textOf(content))
      }))

    test('knows nothing by a name that it never gave', () =>
      withFile(async ({ path }) => {
        const reader = await format.load()
        const answer = await reader.read(path, 'no such part').catch((error: unknown) => error)
        expect(answer === null || (answer instanceof Error && answer.name === 'ExtractError')).toBe(true)
      }))

    test('says of a damaged file what is wrong with it, or gives what is left, and dies of neither', () =>
      withFile(async ({ damaged }) => {
        const answer = await listParts(format, damaged).catch((error: unknown) => error)
        expect(Array.isArray(answer) || (answer instanceof Error && answer.name === 'ExtractError')).toBe(true)
      }))
  })
}
