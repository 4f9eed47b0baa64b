import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { randomNumbers } from '../random.ts'
import { makeTree } from '../sources/test-tree.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'
import { examine } from '../checking/check.ts'
import { ask, sectionsOf, subjects, withReader } from './library-fixture.ts'

/** SOAK=1 kills more often, for nights. */
const kills = process.env['SOAK'] === '1' ? 200 : 10

const names = Object.keys(subjects) as (keyof typeof subjects)[]
const fileCount = 100

/** What file number `i` is after its `version`-th change: three formats, one to three chunks. */
function contentOf(i: number, version: number): string | Uint8Array {
  const name = names[(i + version) % names.length]
  const text = `File ${i}, version ${version}. ${subjects[name]}`
  if (i % 10 === 0) return makeDocx({ body: paragraph(text) })
  if (i % 3 === 0) return `<h1>About ${name}</h1><p>${text}</p>`
  return `# File ${i}\n\n${text}\n\n${sectionsOf([name, names[(i + 1) % names.length]].slice(0, i % 3))}`
}

function nameOf(i: number): string {
  if (i % 10 === 0) return `file ${i}.docx`
  return i % 3 === 0 ? `file ${i}.html` : `file ${i}.md`
}

/** The documents' folder, changed between runs; what is there is known. */
class Documents {
  readonly folder: string
  /** Folder of each file that is there, and its version. */
  readonly #files = new Map<number, { place: string; version: number }>()
  readonly #random: () => number

  constructor(folder: string, random: () => number) {
    this.folder = folder
    this.#random = random
  }

  /** Writes, changes, moves and deletes some of the files. */
  async change(): Promise<void> {
    for (let i = 0; i < fileCount; i++) {
      const known = this.#files.get(i)
      const dice = this.#random()
      if (known === undefined) await this.#write(i, { place: `part ${i % 4}`, version: 0 })
      else if (dice < 0.2) await this.#write(i, { ...known, version: known.version + 1 })
      else if (dice < 0.3) await this.#move(i, known, `moved ${Math.floor(this.#random() * 3)}`)
      else if (dice < 0.4) await this.#remove(i, known)
    }
  }

  paths(): string[] {
    return [...this.#files].map(([i, { place }]) => join(this.folder, place, nameOf(i))).toSorted()
  }

  async #write(i: number, file: { place: string; version: number }): Promise<void> {
    await mkdir(join(this.folder, file.place), { recursive: true })
    await writeFile(join(this.folder, file.place, nameOf(i)), contentOf(i, file.version))
    this.#files.set(i, file)
  }

  async #move(i: number, { place, version }: { place: string; version: number }, to: string): Promise<void> {
    await mkdir(join(this.folder, to), { recursive: true })
    await rename(join(this.folder, place, nameOf(i)), join(this.folder, to, nameOf(i)))
    this.#files.set(i, { place: to, version })
  }

  async #remove(i: number, { place }: { place: string }): Promise<void> {
    await rm(join(this.folder, place, nameOf(i)))
    this.#files.delete(i)
  }
}

interface ChildRun {
  readonly folder: string
  readonly documents: string
  /** Decides what the child does besides indexing. */
  readonly round?: number
  readonly killAfterMs?: number
}

/** Indexes in a process of its own, killed after `killAfterMs`. Returns how long it ran and whether it ended. */
async function run({
  folder,
  documents,
  round = 2,
  killAfterMs = Infinity,
}: ChildRun): Promise<{ ms: number; ended: boolean }> {
  const script = fileURLToPath(new URL('./index-child.ts', import.meta.url))
  const started = performance.now()
  const child = spawn(process.execPath, [script, folder, documents, String(round)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const exit = once(child, 'exit') as Promise<[number | null]>
  if (killAfterMs !== Infinity) {
    await Promise.race([exit, sleep(killAfterMs)])
    child.kill('SIGKILL')
  }
  const [code] = await exit
  expect([0, null]).toContain(code)
  return { ms: performance.now() - started, ended: code === 0 }
}

/** Each document once, as many chunks as the catalogue says, and an answer without a stale or doubled hit. */
async function expectWhole(library: Library): Promise<void> {
  const documents = [...library.documents()]
  expect(new Set(documents.map(({ path }) => path)).size).toBe(documents.length)
  const { chunks } = await library.status()
  expect(chunks).toBe(documents.reduce((sum, document) => sum + document.chunks, 0))
  const { results } = await ask(library, 'how to brew a hot drink')
  expect(results.length).toBeGreaterThan(documents.length > 20 ? 0 : -1)
  expect(new Set(results.map(({ path, start }) => `${path} ${start}`)).size).toBe(results.length)
  const walked = await library.search({ query: 'how to brew a hot drink', limit: 10, strategy: 'exact' })
  expect(new Set(walked.results.map(({ path, start }) => `${path} ${start}`)).size).toBe(walked.results.length)
}

/** Every document with its chunks, as an index of the folder holds them. */
function listOf(library: Library): string[] {
  return [...library.documents()].map(({ path, chunks, textBytes }) => `${path} ${chunks} ${textBytes}`).toSorted()
}

describe('a library whose indexer is killed', () => {
  test(
    `${kills} times, at any moment, is whole after each and complete at the end`,
    { timeout: kills * 60_000 },
    async () => {
      await using tree = await makeTree({ 'docs/': '' })
      const random = randomNumbers(2025)
      const documents = new Documents(tree.at('docs'), random)
      await documents.change()
      const folder = tree.at('library')
      let { ms } = await run({ folder: tree.at('first'), documents: documents.folder, round: 0 })
      let killed = 0
      for (let i = 0; i < kills; i++) {
        // Spread over the run, its start included, where the library is made and repaired.
        const { ended } = await run({
          folder,
          documents: documents.folder,
          round: i,
          // Later runs have less to do than the first.
          killAfterMs: 0.8 * ms * ((i + random()) / kills),
        })
        if (!ended) killed++
        try {
          await withReader(folder, expectWhole)
        } catch (error) {
          // The first ones come before there is a library.
          if (!(error instanceof AppError && error.code === 'no-library')) throw error
        }
        await documents.change()
      }
      expect(killed).toBeGreaterThanOrEqual(kills / 2)
      await run({ folder, documents: documents.folder })
      await run({ folder: tree.at('fresh'), documents: documents.folder })
      expect((await examine(folder)).findings).toEqual([])
      await withReader(folder, async (library) => {
        await expectWhole(library)
        expect([...library.documents()].map(({ path }) => path).toSorted()).toEqual(documents.paths())
        expect(library.pending()).toEqual([])
        await withReader(tree.at('fresh'), async (fresh) => {
          expect(listOf(library)).toEqual(listOf(fresh))
          expect((await library.status()).chunks).toBe((await fresh.status()).chunks)
        })
      })
    },
  )
})
