/* `node e2e/standin/dist.ts FOLDER`: a folder as Electron's own download has it, with the stand-in in it, for electron-builder to pack. */
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { standinVersion } from './version.ts'

const here = import.meta.dirname

/** Where a packager writes the fuses: a mark, the version of what follows, their number, one character each ('0' off, '1' on). */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuses = '101100010'

/** Makes the folder. Its `electron` runs this project's stand-in on the app.asar beside it. */
export function makeStandinDist(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const script = [
    '#!/bin/sh',
    '# Runs the packed app on the stand-in; what follows `exit` is where the fuses are.',
    'here=$(dirname "$(readlink -f "$0")")',
    `exec env STANDIN_RESOURCES="$here/resources" "${join(here, 'electron')}" "$@"`,
    'exit 1',
  ].join('\n')
  const wire = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, fuses.length]), Buffer.from(fuses)])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`${script}\n`), wire, Buffer.from('\n')]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), standinVersion.replace('-standin', ''))
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<p>The stand-in has no part of Chromium.</p>\n')
  cpSync(join(here, '../../LICENSE'), join(folder, 'LICENSE'))
  // Electron's download has one, and packagers take it away.
  writeFileSync(join(folder, 'resources/default_app.asar'), emptyArchive())
}

/** The state of each fuse of an executable, by its place in the wire; null where there is no wire. */
export function fusesOf(executable: Buffer): string | null {
  const at = executable.indexOf(fuseMark)
  if (at < 0) return null
  const begin = at + fuseMark.length
  return executable.subarray(begin + 2, begin + 2 + executable[begin + 1]).toString('latin1')
}

function emptyArchive(): Buffer {
  const json = Buffer.from('{"files":{}}')
  const head = Buffer.alloc(16)
  for (const [i, value] of [4, 8 + json.length, 4 + json.length, json.length].entries())
    head.writeUInt32LE(value, 4 * i)
  return Buffer.concat([head, json])
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('Expected the folder to make')
  makeStandinDist(resolve(folder))
}
