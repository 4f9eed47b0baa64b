/*
 * `npm run package [-- words for electron-builder]`: packs the built app, looks whether all is in it and nothing else, and prints its
 * size. LEANTERN_UPDATE_URL, where it is set, is the place that the packed app asks for newer versions.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { listAsar, type PackedFile } from './asar.ts'
import { sizesOf, wrongIn, type Target } from './contents.ts'

const project = resolve(import.meta.dirname, '..', '..')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const words = process.argv.slice(2)
const update = process.env['LEANTERN_UPDATE_URL']
const publish = update === undefined || update === '' ? [] : ['-c.publish.provider=generic', `-c.publish.url=${update}`]
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
const { status } = spawnSync(process.execPath, [builder, '--publish', 'never', ...publish, ...words], {
  cwd: project,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
if (status === 0 && !reportAll(folderOf(words))) process.exitCode = 1

function folderOf(words: readonly string[]): string {
  const given = words.find((word) => word.startsWith('-c.directories.output='))
  return resolve(project, given?.split('=')[1] ?? 'dist')
}

/** Prints what was made; false where something is wrong with it. */
function reportAll(dist: string): boolean {
  const archives = globSync(['*-unpacked/resources/app.asar', 'mac*/*.app/Contents/Resources/app.asar'], { cwd: dist })
  let isGood = archives.length > 0
  for (const archive of archives) {
    const files = listAsar(join(dist, archive))
    const wrong = wrongIn(files, targetOf(archive))
    for (const line of wrong) say(`${archive}: ${line}`)
    isGood &&= wrong.length === 0
    reportSizes(dist, archive, files)
  }
  for (const made of globSync('*.{AppImage,deb,dmg,exe}', { cwd: dist }))
    say(`${made}: ${megabytes(statSync(join(dist, made)).size)}`)
  return isGood
}

function reportSizes(dist: string, archive: string, files: readonly PackedFile[]): void {
  const sum = (some: readonly PackedFile[]): number => some.reduce((total, { size }) => total + size, 0)
  const root = join(dist, archive.split(/[\\/]/u)[0])
  const total = globSync('**', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, { parentPath, name }) => bytes + statSync(join(parentPath, name)).size, 0)
  const parts = Object.entries(sizesOf(files)).slice(0, 8)
  say(`${basename(root)}: ${megabytes(total)} in all, ${megabytes(sum(files))} of it ours in ${files.length} files`)
  say(`  ${parts.map(([name, size]) => `${name} ${megabytes(size)}`).join(', ')}`)
  say(
    `  updates: ${existsSync(join(dist, archive, '../app-update.yml')) ? 'asked where the maker said' : 'none offered'}`,
  )
}

function targetOf(archive: string): Target {
  if (archive.startsWith('mac')) return { platform: 'darwin', arch: 'arm64' }
  const platform = archive.startsWith('win') ? 'win32' : 'linux'
  return { platform, arch: archive.includes('arm64') ? 'arm64' : 'x64' }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
