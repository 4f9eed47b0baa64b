/*
 * What training reads beside the project's data: WordNet, from Debian's package of it. Needs apt-get and dpkg (Debian, Ubuntu), and no rights.
 * Licence: WordNet's own (https://wordnet.princeton.edu/license-and-commercial-use): use, copy, change and pass on for any purpose.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError, messageOf } from '../../errors.ts'

const wordnet = {
  name: 'wordnet-base',
  version: '1:3.0-37',
  sha256: '61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752',
}

const run = promisify(execFile)

/**
 * The folder with WordNet's data files; fetched and unpacked below `folder` where it is not there yet.
 * @throws AppError `failed` where the package cannot be had, or is another than the model was made with
 */
export async function fetchWordnet(folder: string): Promise<string> {
  const found = join(folder, 'usr', 'share', 'wordnet')
  if (existsSync(join(found, 'data.noun'))) return found
  await mkdir(folder, { recursive: true })
  const { name, version, sha256 } = wordnet
  try {
    await run('apt-get', ['download', `${name}=${version}`], { cwd: folder })
    const file = (await readdir(folder)).find((entry) => entry.startsWith(name) && entry.endsWith('.deb'))
    if (file === undefined) throw new Error('apt-get wrote no .deb')
    const path = join(folder, file)
    const actual = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    if (actual !== sha256) throw new Error(`expected sha256 ${sha256}, got ${actual}`)
    await run('dpkg-deb', ['-x', path, folder])
  } catch (error) {
    throw new AppError(
      'failed',
      `Expected Debian's package ${name} ${version} (${messageOf(error)}). Unpack WordNet 3.0 (data.noun and its like) elsewhere and pass that folder as --wordnet, or train without: --wordnet none.`,
    )
  }
  return found
}
