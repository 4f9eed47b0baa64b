import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCorpus } from './corpus.ts'

/** Lends a folder that is gone afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'leantern-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `path`, or a generated corpus of 2,000 files and 16 MB below `folder`. */
export async function corpusFolder(path: string | undefined, folder: string): Promise<string> {
  if (path !== undefined) return path
  const corpus = join(folder, 'corpus')
  await writeCorpus(corpus, { files: 2000, bytesPerFile: 8000, seed: 1 })
  return corpus
}
