/*
 * The executable's entry: maps `import 'electron'` and `require('electron')` to the stand-in, loads what -r names, and
 * then runs the app's main script, as Electron does.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { extractAsar } from '../../core/packaging/asar.ts'
import { parseCommandLine } from './command-line.ts'
import { standinVersion } from './version.ts'

const standin = new URL('electron.ts', import.meta.url).href
const { STANDIN_RESOURCES: resources } = process.env
const isPackaged = resources !== undefined
const commandLine = parseCommandLine(process.argv.slice(2), isPackaged)

if (commandLine.switches.includes('--version')) {
  process.stdout.write(`v${standinVersion}\n`)
  process.exit(0)
}
const appPlace = isPackaged ? unpack(resources) : commandLine.app
if (appPlace === null) {
  process.stderr.write('Expected an app: a folder with a package.json, or a script\n')
  process.exit(2)
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standin, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
})

Object.defineProperty(process.versions, 'electron', { value: standinVersion, enumerable: true })
process.argv = [process.argv[0], ...commandLine.words]

const { configure, mainHasRun } = await import('./app.ts')
const main = mainScript(resolve(appPlace))
configure({ switches: commandLine.switches, isPackaged, ...main })

const require = createRequire(import.meta.url)
for (const preload of commandLine.preloads) require(resolve(preload))
await import(pathToFileURL(main.script).href)
mainHasRun()

/** Node knows no archives: the packed app runs from a copy that is gone afterwards. */
function unpack(resources: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'leantern-packed-'))
  extractAsar(join(resources, 'app.asar'), folder)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  Object.defineProperty(process, 'resourcesPath', { value: resources })
  return folder
}

/** The script to run, and the app's folder, name and version. */
function mainScript(app: string): { script: string; folder: string; name: string; version: string } {
  if (!statSync(app).isDirectory()) return { script: app, folder: dirname(app), name: 'Electron', version: '0.0.0' }
  // A package.json is what the app's own author wrote; what is missing is as Electron has it.
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as Record<string, string | undefined>
  return {
    script: resolve(app, manifest['main'] ?? 'index.js'),
    folder: app,
    name: manifest['productName'] ?? manifest['name'] ?? 'Electron',
    version: manifest['version'] ?? '0.0.0',
  }
}
