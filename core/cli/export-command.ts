import { Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { dataFolder } from '../default-library.ts'
import { AppError } from '../errors.ts'
import { loadLance, writeLance } from '../exporting/lance.ts'
import { writeParquet } from '../exporting/parquet.ts'
import { exportedPassages, type PassageWithVector } from '../exporting/passages.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface ExportWords extends LibraryChoice {
  readonly format: 'jsonl' | 'parquet' | 'lance'
  readonly vectors?: boolean
  readonly packages?: string
  readonly json?: boolean
}

/** `leantern export`. */
export function exportCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('export'))
    .description('write every passage with its text and place, for other programs')
    .argument('[target]', 'file to write, or folder of the database for lance; default: standard output, for jsonl')
    .addOption(
      new Option(
        '--format <name>',
        'jsonl: one JSON object a line; parquet: one file; lance: a LanceDB table with vectors',
      )
        .choices(['jsonl', 'parquet', 'lance'])
        .default('jsonl'),
    )
    .option('--vectors', 'with the vector of each passage, computed again')
    .option('--packages <dir>', 'folder where @lancedb/lancedb is installed (default: packages in your data folder)')
    .option('--json', 'print {"passages","stale"} as one JSON object; with a target')
    .action((target: string | undefined, words: ExportWords) => finish(() => runExport(target, words, terminal)))
}

async function runExport(target: string | undefined, words: ExportWords, terminal: Terminal): Promise<number> {
  const isLance = words.format === 'lance'
  if (isLance && target === undefined)
    throw new AppError('bad-request', 'Expected a folder for the database, got none.')
  if (words.format === 'parquet' && target === undefined)
    throw new AppError('bad-request', 'Expected a file to write, got none.')
  const lance = isLance ? loadLance(resolve(words.packages ?? join(dataFolder(), 'packages'))) : null
  return withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
    let [stale, count] = [0, 0]
    const withVectors = isLance || words.vectors === true
    const passages = counted(
      exportedPassages(library, {
        withVectors,
        onStale: (more) => (stale += more),
      }),
      () => count++,
    )
    if (lance !== null) count = await writeLance(lance, resolve(target ?? ''), passages)
    else if (words.format === 'parquet') await writeParquet(resolve(target ?? ''), passages, { withVectors })
    else if (target === undefined) for await (const line of linesOf(passages)) terminal.out(line)
    else await pipeline(Readable.from(linesOf(passages)), createWriteStream(resolve(target), { mode: 0o600 }))
    if (words.json === true && target !== undefined) terminal.out(`${JSON.stringify({ passages: count, stale })}\n`)
    else
      terminal.err(
        `${plural(count, 'passage')} exported${stale === 0 ? '' : `, ${stale} left out: their files have changed`}.\n`,
      )
    return count === 0 ? exitCodes.nothingFound : exitCodes.done
  })
}

async function* counted<T>(items: AsyncIterable<T>, tick: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    tick()
    yield item
  }
}

async function* linesOf(passages: AsyncIterable<PassageWithVector>): AsyncGenerator<string> {
  for await (const { vector, ...rest } of passages) {
    yield `${JSON.stringify(vector === null ? rest : { ...rest, vector: [...vector] })}\n`
  }
}
