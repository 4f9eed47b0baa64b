import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'

/** What the build is made of. Tests and READMEs change nothing in it. */
const sources = ['{core,electron,renderer}/**/*.{ts,tsx,css,html}', 'package.json']
const results = ['out/main/main.js', 'out/main/engine.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Whether a part of the build is missing or older than the newest source. */
export function isOld(project: string): boolean {
  const built = results.map((path) => statSync(join(project, path), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const oldest = Math.min(...built)
  const files = globSync(sources, { cwd: project, exclude: (path) => path.includes('.test.') })
  return files.some((path) => statSync(join(project, path)).mtimeMs > oldest)
}

/** Builds the app with the project's own tools when it has to be. @throws AppError `failed` with what the build said */
export async function buildWhenOld(project: string, say: (line: string) => void): Promise<void> {
  if (!isOld(project)) return
  say('Building Leantern...')
  const tool = join(project, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tool, 'build', '--config', 'electron/vite.config.ts', '--logLevel', 'warn'],
    { cwd: project, encoding: 'utf8' },
  )
  if (status !== 0) throw new AppError('failed', `The build failed:\n${stdout}${stderr}`)
}
