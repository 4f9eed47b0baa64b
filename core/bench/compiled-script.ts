import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'vite'

/**
 * A script of this folder and what it imports, as JavaScript: to strip types takes 35 MB of a process whose memory is measured. Two
 * folders below the project, where sources find assets as they do from core/bench.
 */
export async function compiledScript(source: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const project = join(import.meta.dirname, '..', '..')
  const outDir = join(project, 'out', `bench-${process.pid}`)
  const name = basename(source, '.ts')
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    root: project,
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        // Threads are found beside the bundle.
        input: {
          [name]: source,
          'extract-worker': join(project, 'core/text/extract-worker.ts'),
          'token-worker': join(project, 'core/embed/tokens/token-worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return { path: join(outDir, `${name}.js`), remove: () => rm(outDir, { recursive: true, force: true }) }
}
