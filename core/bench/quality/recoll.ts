/* Recoll on the same documents: each a text file, asked in its own way of any of the words, best first. */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { systemCode } from '../../errors.ts'
import { withTemporaryFolder } from '../temporary.ts'
import type { JudgedQuery, JudgedSet } from './sets.ts'

const run = promisify(execFile)

/** A query takes a process of its own: this many of a set are asked, from all over it. Only XQuAD's sets have more. */
const mostQueries = 400
const answers = 100

/** Whether `recollindex` and `recollq` (Debian: recollcmd) are installed. */
export async function hasRecoll(): Promise<boolean> {
  try {
    await run('recollq', ['-h'])
    return true
  } catch (error) {
    // It ends with 1 after its help.
    return systemCode(error) !== 'ENOENT'
  }
}

export interface RecollAnswer {
  readonly query: JudgedQuery
  /** Document ids, best first. */
  readonly ranking: readonly string[]
}

export async function askRecoll(set: JudgedSet): Promise<RecollAnswer[]> {
  return withTemporaryFolder(async (folder) => {
    const [texts, config] = [join(folder, 'texts'), join(folder, 'config')]
    await Promise.all([mkdir(texts), mkdir(config)])
    for (const [i, { title, text, names = '' }] of set.documents.entries()) {
      await writeFile(join(texts, `${i}.txt`), `${title}\n${names}\n${text}\n`)
    }
    const stemming = set.language === 'en' ? 'english' : ''
    await writeFile(
      join(config, 'recoll.conf'),
      `topdirs = ${texts}\nindexstemminglanguages = ${stemming}\nloglevel = 1\n`,
    )
    await run('recollindex', ['-c', config], { maxBuffer: 1 << 26 })
    const step = Math.max(1, set.queries.length / mostQueries)
    const asked = Array.from(
      { length: Math.min(mostQueries, set.queries.length) },
      (_, i) => set.queries[Math.floor(i * step)],
    )
    const results: RecollAnswer[] = []
    for (const query of asked) results.push({ query, ranking: await ask(config, query.text, set) })
    return results
  })
}

async function ask(config: string, text: string, { documents }: JudgedSet): Promise<string[]> {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu)?.join(' ') ?? ''
  const options = ['-c', config, '-o', '-b', '-n', `${answers}`, words]
  // It ends with an error where it finds nothing.
  const { stdout } = await run('recollq', options, { maxBuffer: 1 << 24 }).catch(() => ({ stdout: '' }))
  return [...stdout.matchAll(/\/(\d+)\.txt$/gm)].map(([, place]) => documents[Number(place)].id)
}
