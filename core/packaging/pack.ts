/*
 * `npm run package:library`: core as an npm package in JavaScript, in out/package (or the folder that is named), ready for `npm pack`.
 * Node runs our sources as they are, but not below node_modules, where packages live.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const project = join(import.meta.dirname, '..', '..')

/** Of the app alone. */
const notOurs = ['electron-updater']

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

export interface PackOptions {
  /** Whether types are checked; whoever does that anyway is spared four fifths of the time. Default: they are. */
  readonly areTypesChecked?: boolean
}

/** Replaces `target` by the package. Throws where the sources do not compile. */
export function packLibrary(target: string, { areTypesChecked = true }: PackOptions = {}): void {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const words = ['-p', join(import.meta.dirname, 'tsconfig.json'), '--outDir', target]
  execFileSync(process.execPath, [compiler(), ...words, ...(areTypesChecked ? [] : ['--noCheck'])], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const path of ['assets/model', 'LICENSE', 'README.md'])
    cpSync(join(project, path), join(target, path), { recursive: true })
  const starter = readFileSync(join(project, 'core/cli/leantern.js'), 'utf8')
  writeFileSync(join(target, 'core/cli/leantern.js'), starter.replaceAll(/(import\('[^']+)\.ts'/gu, "$1.js'"), {
    mode: 0o755,
  })
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(packageFile(), null, 2)}\n`)
}

function compiler(): string {
  return fileURLToPath(new URL('bin/tsc', new URL('.', import.meta.resolve('typescript/package.json'))))
}

function packageFile(): object {
  const own = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as PackageFile
  const { name, version, description, license, author, type, engines, dependencies } = own
  const kept = Object.entries(dependencies).filter(([dependency]) => !notOurs.includes(dependency))
  return {
    name,
    version,
    description,
    license,
    author,
    type,
    engines,
    bin: { leantern: 'core/cli/leantern.js' },
    exports: {
      '.': { types: './core/public.d.ts', default: './core/public.js' },
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(kept),
    // Its install script downloads parts that are not needed here.
    allowScripts: own['allowScripts'],
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  packLibrary(resolve(process.argv[2] ?? join(project, 'out', 'package')))
}
