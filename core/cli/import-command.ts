import { Command } from 'commander'
import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../errors.ts'
import { containerFormatOf } from '../text/containers/formats.ts'
import { withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { runIndex } from './index-command.ts'

interface ImportWords extends LibraryChoice {
  readonly json?: boolean
}

/** `leantern import`. */
export function importCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('import'))
    .description(
      'take in texts from JSON Lines or Parquet: an index of LEANN (its passages.jsonl), a data set, or what export wrote',
    )
    .argument(
      '<path...>',
      '.jsonl files of one JSON object a line with a "text", .parquet files with such a column, or the folder of a LEANN index',
    )
    .option('--json', 'print what was done as one JSON object')
    .addHelpText('after', '\nThe file stays where it is and is part of the library: nothing of it is copied.\n')
    .action((paths: string[], words: ImportWords) =>
      finish(async () => runIndex((await Promise.all(paths.map(textFiles))).flat(), words, terminal)),
    )
}

/** The file, or the passages of the LEANN indexes in a folder. @throws AppError `not-found`, `bad-request` */
async function textFiles(path: string): Promise<string[]> {
  const full = resolve(path)
  const found = await stat(full).catch(() => null)
  if (found === null) throw new AppError('not-found', `Expected a file or a folder at ${full}, and there is nothing.`)
  if (!found.isDirectory()) {
    if (await isTexts(full)) return [full]
    throw new AppError(
      'bad-request',
      `Expected a .jsonl file of one JSON object a line with a "text", or a .parquet file with a column of that name, got ${full}. Index other files with: leantern index`,
    )
  }
  const names = await readdir(full, { recursive: true })
  const files = names.filter((name) => name.endsWith('passages.jsonl')).map((name) => join(full, name))
  if (files.length > 0) return files.toSorted()
  throw new AppError('bad-request', `Expected the folder of a LEANN index, with a passages.jsonl in it, got ${full}.`)
}

async function isTexts(path: string): Promise<boolean> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(new Uint8Array(4096))
  const name = containerFormatOf(path, buffer.subarray(0, bytesRead))?.name
  return name === 'jsonl' || name === 'parquet'
}
