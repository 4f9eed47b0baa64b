/* Is everything read that is there? Documents of every format, mail and histories, beside what others find in them. */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../errors.ts'
import { historyReader } from '../../text/containers/history.ts'
import { privatePages } from '../../text/containers/history-hosts.ts'
import { pageAddress } from '../../text/containers/history-page.ts'
import { mboxReader } from '../../text/containers/mbox.ts'
import type { ContainerReader } from '../../text/containers/container.ts'
import { prepareDocument } from '../../text/prepare.ts'
import {
  addressesIn,
  filesBelow,
  mailFaults,
  realHistories,
  separatorsIn,
} from '../../text/testing/independent-counts.ts'
import { table, type Bench, type BenchContext } from '../bench.ts'
import { comparable, compare, comparisonTable, isLow, sampleOf, type Comparison } from './compare.ts'
import { missingPrograms } from './extractors.ts'
import { countFormats, formatsTable } from './formats.ts'

type Print = BenchContext['print']

export const documentsBench: Bench = {
  summary: 'what is read of docs, mail and browser below --path (default: ../data), beside what others find there',
  async run({ path = new URL('../../../../data', import.meta.url).pathname, isLarge, print }) {
    const [docs, mail, browser] = ['docs', 'mail', 'browser'].map((name) => join(path, name))
    if (![docs, mail, browser].some((folder) => existsSync(folder)))
      throw new AppError(
        'bad-request',
        `Expected docs, mail or browser in ${path}, found none. Name their folder with --path.`,
      )
    return {
      ...(existsSync(docs) && {
        formats: await formats(docs, print),
        compared: await compared(docs, { isLarge, print }),
      }),
      ...(existsSync(mail) && { mail: await mailCounts(mail, print) }),
      ...(existsSync(browser) && { histories: await histories(browser, print) }),
    }
  },
}

async function formats(folder: string, print: Print): Promise<object> {
  const counts = await countFormats(filesBelow(folder))
  print('')
  for (const line of formatsTable(counts)) print(line)
  const lost = [...counts.values()].reduce(
    (sum, { without }) => sum + (without['crashed'] ?? 0) + (without['timed-out'] ?? 0),
    0,
  )
  print(`threads that crashed, or files that took too long: ${lost}`)
  return { ...Object.fromEntries(counts), lost }
}

/** Forty documents; all with `--large`. */
async function compared(folder: string, { isLarge, print }: Pick<BenchContext, 'isLarge' | 'print'>): Promise<object> {
  const paths = comparable(filesBelow(folder))
  const comparisons = isLarge ? await allOf(paths) : await sampleOf(paths)
  const missing = missingPrograms()
  print('')
  if (missing.length > 0) print(`not installed, so not compared with: ${missing.join(', ')}`)
  for (const line of comparisonTable(comparisons)) print(line)
  const low = comparisons.filter(isLow)
  for (const { path, tool, words, share } of low)
    print(
      `  ${Number.isNaN(share) ? 'refused' : `${(share * 100).toFixed(1)} % of ${words} words`}, by ${tool}: ${basename(path)}`,
    )
  const refused = low.filter(({ share }) => Number.isNaN(share)).length
  const good = comparisons.length - low.length
  print(
    `${good} of ${comparisons.length} documents have at least 95 % of the words; ${refused} are refused with a reason`,
  )
  return { documents: comparisons.length, good, refused, missing }
}

async function allOf(paths: readonly string[]): Promise<Comparison[]> {
  const found: Comparison[] = []
  for (const path of paths) for await (const comparison of compare(path)) found.push(comparison)
  return found
}

async function mailCounts(folder: string, print: Print): Promise<object> {
  const archives = existsSync(join(folder, 'mbox')) ? filesBelow(join(folder, 'mbox')) : []
  let [messages, separators] = [0, 0]
  for (const path of archives) {
    messages += (await partsOf(mboxReader, path)).length
    separators += separatorsIn(path)
  }
  print('')
  print(`${archives.length} mbox files: ${messages} messages, ${separators} lines that begin one`)
  const files = existsSync(join(folder, 'eml')) ? filesBelow(join(folder, 'eml')) : []
  const faults: string[] = []
  for (const path of files) {
    const prepared = await prepareDocument({ path, knownHash: null, wantsText: true })
    for (const fault of mailFaults(path, prepared)) faults.push(`${basename(path)}: ${fault}`)
  }
  print(`${files.length} messages in files of their own: ${faults.length} with something encoded or missing`)
  for (const fault of faults.slice(0, 20)) print(`  ${fault}`)
  return { mbox: archives.length, messages, separators, eml: files.length, faults }
}

async function histories(folder: string, print: Print): Promise<object> {
  const rows: (readonly (string | number)[])[] = [['history', 'rows', 'pages of them', 'read']]
  for (const [file, , sql] of realHistories.filter(([name]) => existsSync(join(folder, name)))) {
    const path = join(folder, file)
    const urls = addressesIn(path, sql)
    const pages = new Set(urls.map((url) => pageAddress(url, privatePages())).filter((address) => address !== null))
    rows.push([file, urls.length, pages.size, (await partsOf(historyReader, path)).length])
  }
  print('')
  for (const line of table(rows)) print(line)
  return rows.slice(1).map(([file, urls, pages, read]) => ({ file, urls, pages, read }))
}

/** Names of the documents in a file that have something in them. */
async function partsOf(reader: ContainerReader, path: string): Promise<string[]> {
  const { size, mtimeMs } = statSync(path)
  const opened = await reader.open({ path, size, mtimeMs, state: null })
  const names: string[] = []
  for await (const { part, size: bytes } of opened.parts()) if (reader === historyReader || bytes > 0) names.push(part)
  await opened.close()
  return names
}
