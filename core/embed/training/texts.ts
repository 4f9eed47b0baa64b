/*
 * What training reads beside the project's data, from Debian's packages. Needs apt-get and dpkg (Debian 12, or the packages at hand), and no rights.
 * - WordNet. Licence: WordNet's own (https://wordnet.princeton.edu/license-and-commercial-use): use, copy, change and pass on for any purpose.
 * - The Gene Ontology, release of 2022-07-01, in Bioconductor's GO.db (the package itself: Artistic 2.0). Licence of the ontology: CC BY 4.0
 *   (https://geneontology.org/docs/go-citation-policy/): name it and its release.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError, messageOf } from '../../errors.ts'

interface DebianText {
  readonly name: string
  readonly version: string
  readonly sha256: string
  /** What is read of it, below the folder that it is unpacked into. */
  readonly path: string
  /** Option of train.ts that takes the same from elsewhere, and what it takes. */
  readonly option: string
  readonly wanted: string
}

const debianTexts = {
  wordnet: {
    name: 'wordnet-base',
    version: '1:3.0-37',
    sha256: '61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752',
    path: 'usr/share/wordnet',
    option: '--wordnet',
    wanted: 'the folder of WordNet 3.0 with data.noun and its like',
  },
  geneOntology: {
    name: 'r-bioc-go.db',
    version: '3.16.0-1',
    sha256: '6cf9c43b97212811ecb7ad0d7cde12e76f984ab7494a59c02455239a9dd3243d',
    path: 'usr/lib/R/site-library/GO.db/extdata/GO.sqlite',
    option: '--gene-ontology',
    wanted: 'GO.sqlite of GO.db 3.16',
  },
} as const satisfies Record<string, DebianText>

const run = promisify(execFile)

/**
 * The path of what is read of `text`; fetched and unpacked below `folder` where it is not there yet.
 * @throws AppError `failed` where the package cannot be had, or is another than the model was made with
 */
export async function fetchText(text: keyof typeof debianTexts, folder: string): Promise<string> {
  const { name, version, sha256, path, option, wanted }: DebianText = debianTexts[text]
  const found = join(folder, path)
  if (existsSync(found)) return found
  await mkdir(folder, { recursive: true })
  try {
    await run('apt-get', ['download', `${name}=${version}`], { cwd: folder })
    const file = (await readdir(folder)).find((entry) => entry.startsWith(name) && entry.endsWith('.deb'))
    if (file === undefined) throw new Error('apt-get wrote no .deb')
    const packed = join(folder, file)
    const actual = createHash('sha256')
      .update(await readFile(packed))
      .digest('hex')
    if (actual !== sha256) throw new Error(`expected sha256 ${sha256}, got ${actual}`)
    await run('dpkg-deb', ['-x', packed, folder])
  } catch (error) {
    throw new AppError(
      'failed',
      `Expected Debian's package ${name} ${version} (${messageOf(error)}). Pass ${wanted} as ${option}, or train without: ${option} none.`,
    )
  }
  return found
}
