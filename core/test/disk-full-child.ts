/*
 * Indexes again and again with less and less room on the disk: node disk-full-child.ts DISK DOCUMENTS STEPS, where DISK is a small file
 * system of its own. Prints one JSON line: how often the disk was full, and whatever was not as it should be.
 */
import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { examine } from '../checking/check.ts'
import { AppError, messageOf } from '../errors.ts'
import { openLibrary } from '../library.ts'
import { keepTokenizer } from './library-fixture.ts'

const [disk, documents, steps] = process.argv.slice(2)
const folder = join(disk, 'library')
const ballast = join(disk, 'ballast')
const faults: string[] = []
let full = 0

/** Leaves so many bytes free. */
async function fillUpTo(free: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk)
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - free)))
}

/** Paths in the library. */
async function documentsIn(): Promise<string[]> {
  const library = await openLibrary({ folder, access: 'read' })
  try {
    const { results } = await library.search({ query: 'the harbour lights', limit: 5, strategy: 'codes' })
    if (results.length === 0) faults.push('an empty answer')
    return [...library.documents()].map(({ path }) => path)
  } finally {
    await library.close()
  }
}

async function index(): Promise<string> {
  const library = await openLibrary({ folder, access: 'write', graphRows: 20 })
  try {
    await library.addRoot(documents)
    await library.index({ commitEveryMs: 0 })
    await library.settle()
    await library.optimize()
    return 'done'
  } catch (error) {
    return error instanceof AppError ? error.code : messageOf(error)
  } finally {
    await library.close()
  }
}

async function writeDocument(i: number, version: number): Promise<void> {
  const line = `Note ${i} of ${version}: the lights of the harbour are seen ${i * version} miles away when the wind is low. `
  await writeFile(join(documents, `note-${i}.md`), `# Note ${i}\n\n${line.repeat(30)}\n`)
}

keepTokenizer()
for (let i = 0; i < 30; i++) await writeDocument(i, 0)
const first = await index()
if (first !== 'done') faults.push(`the first run: ${first}`)

for (let step = 0; step < Number(steps); step++) {
  const before = await documentsIn()
  for (let i = 0; i < 30; i += 2) await writeDocument(i, step + 1)
  await writeDocument(30 + step, step + 1)
  await fillUpTo(Math.round((800_000 * step) / Number(steps)))
  const outcome = await index()
  if (outcome === 'disk-full') full++
  else if (outcome !== 'done') faults.push(`step ${step}: ${outcome}`)
  const after = await documentsIn()
  for (const path of before) if (!after.includes(path)) faults.push(`step ${step}: ${path} is lost`)
  const { findings } = await examine(folder)
  for (const { part, message } of findings)
    if (!message.startsWith('left over')) faults.push(`step ${step}: ${part}: ${message}`)
  await rm(ballast)
  const again = await index()
  if (again !== 'done') faults.push(`step ${step}, with room again: ${again}`)
  if ((await documentsIn()).length !== 31 + step) faults.push(`step ${step}: not all is there`)
}
process.stdout.write(`${JSON.stringify({ full, faults })}\n`)
