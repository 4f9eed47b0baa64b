import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchContext } from './bench.ts'
import { libraryOfChunks } from './library-of-chunks.ts'

const usualChunks = 100_000
const driver = fileURLToPath(new URL('../../e2e/ui-bench.ts', import.meta.url))

/** How quick the window is on a real library; e2e/ui-bench.ts drives it, in a process of its own. */
export const uiBench: Bench = {
  summary: 'the window: from a key to the rows, memory, start',
  async run({ path, chunks = usualChunks, print }: BenchContext): Promise<object> {
    const made = await libraryOfChunks({ path, chunks, print })
    const folder = await mkdtemp(join(tmpdir(), 'leantern-bench-ui-'))
    try {
      // The app looks through the library's folders and writes: benches after this one want it as it is.
      const library = join(folder, 'library')
      await cp(made.library, library, { recursive: true })
      const more = join(folder, 'more')
      await cp(made.corpus, more, { recursive: true })
      const text = await drive([library, more])
      const figures: unknown = JSON.parse(text)
      for (const [name, value] of Object.entries(figures as object)) print(`${name}: ${JSON.stringify(value)}`)
      return figures as object // the driver prints one object
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** The last line that the driver prints. */
function drive(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [driver, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    child.once('error', reject)
    child.once('exit', (code) => {
      const last = output.trim().split('\n').at(-1) ?? ''
      if (code === 0 && last !== '') resolve(last)
      else reject(new Error(`The window's driver ended with ${code}.`))
    })
  })
}
