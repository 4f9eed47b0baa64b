import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { supportedExtensions } from './document-kind.ts'
import { createExtractPool } from './extract-pool.ts'
import { extractText } from './extract.ts'
import type { ExtractedText } from './extracted.ts'
import { namedOnlyKind } from './named-only.ts'

/** 799 files of other projects' test suites, many damaged or odd on purpose; beside the project where somebody has them. */
const folder = new URL('../../../data/docs', import.meta.url).pathname

describe.skipIf(!existsSync(folder))('real and damaged documents (../data/docs)', () => {
  test('cost no thread, and each without text has a reason', async () => {
    const pool = createExtractPool({ workers: 2 })
    const paths = filesBelow(folder)
    const prepared = await Promise.all(paths.map((path) => pool.prepare({ path, knownHash: null })))
    await pool.close()
    // A scan or a document with a password is found by its name; that its text is missing is told all the same.
    const told = prepared.flatMap((one) => {
      if (one.kind === 'failed') return [one]
      return one.kind === 'prepared' && one.problem !== undefined ? [one.problem] : []
    })
    const isWanted = (path: string) => supportedExtensions.has(extname(path).slice(1).toLowerCase())
    const wanted = paths.filter((path) => isWanted(path) || namedOnlyKind(path) !== null)
    expect(told.filter(({ code }) => code === 'crashed' || code === 'timed-out')).toEqual([])
    expect(told.filter(({ message }) => /could not be parsed/.test(message))).toEqual([])
    expect(told.length).toBeGreaterThanOrEqual(paths.length - wanted.length)
    expect(paths.length - told.length).toBeGreaterThan(wanted.length * 0.75)
  })

  test('give tidy text, headings in place, and the same again', async () => {
    const parsed = filesBelow(folder).filter((path) =>
      /\.(?:html|xhtml|xml|docx|eml|pptx|xlsx|od[tps]|doc|xls|ppt|rtf|epub|ipynb|tex|msg|ics)$/.test(path),
    )
    const untidy: string[] = []
    for (const path of parsed) {
      const bytes = readFileSync(path)
      const extracted = await extractText(path, bytes).catch(() => null)
      if (extracted === null || extracted.isOwnBytes) continue
      const again = await extractText(path, bytes)
      if (!isTidy(extracted) || again.text !== extracted.text) untidy.push(path)
    }
    expect(untidy).toEqual([])
  })
})

function isTidy({ text, headings }: ExtractedText): boolean {
  const isInPlace = headings.every(({ start }) => start === 0 || text[start - 1] === '\n')
  return isInPlace && text.isWellFormed() && !/\0|\r|[ \t]\n|\n{3}|[ \t\n]$/.test(text)
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
