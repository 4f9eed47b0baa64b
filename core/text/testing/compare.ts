/*
 * Run by hand: how many of the words that independent extractors find in real documents ours finds too.
 *
 *   node core/text/testing/compare.ts [--all] [--sample] [folder]        (default: ../data/docs)
 *
 * --sample: 40 documents, kind after kind in turn, of each kind by the checksum of their names, so that nobody chose them; each by
 * the first extractor of its kind that finds its words. Prints how many of the 40 reach 95 %.
 *
 * Needs what it finds of: poppler-utils, antiword, catdoc, docx2txt, odt2txt, unrtf, pandoc, w3m, libemail-outlook-message-perl,
 * LibreOffice (soffice). Documents in which they find fewer than 20 words, or that ours refuses, are counted apart.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { extractText } from '../extract.ts'

const LEAST_WORDS = 20
const LEAST_SHARE = 0.95
const sampleSize = 40
const TOOL_TIMEOUT_MS = 60_000

type Tool = (path: string) => string

function command(name: string, ...words: readonly string[]): Tool {
  return (path) =>
    run(
      name,
      words.map((word) => (word === '%' ? path : word)),
    )
}

function run(name: string, words: readonly string[]): string {
  return execFileSync(name, words, {
    encoding: 'utf8',
    timeout: TOOL_TIMEOUT_MS,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** What LibreOffice makes of a document, in a folder of its own; a presentation by way of a PDF. */
function office(target: string, filter: string): Tool {
  return (path) => {
    const folder = mkdtempSync(join(tmpdir(), 'compare-'))
    try {
      const profile = `-env:UserInstallation=file://${join(tmpdir(), 'compare-office')}`
      run('soffice', [profile, '--headless', '--convert-to', `${target}${filter}`, '--outdir', folder, path])
      const made = readdirSync(folder).map((name) => join(folder, name))
      return made
        .map((file) => (target === 'pdf' ? run('pdftotext', ['-q', file, '-']) : readFileSync(file, 'utf8')))
        .join('\n')
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

const sheets = office('csv', ':Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1')
const writer = office('txt', ':Text (encoded):UTF8')
const slides = office('pdf', '')
const pandoc = (format: string): Tool => command('pandoc', '-f', format, '-t', 'plain', '--wrap=none', '%')

/** Subject, people and plain body of a mail, by Python's own parser; without the paths by which a directory names people. */
const readMail = `
import email, email.policy, re, sys
source = re.sub(b'</o=[^>]*>', b'', sys.stdin.buffer.read(), flags=re.IGNORECASE)
mail = email.message_from_bytes(source, policy=email.policy.default)
for name in ('subject', 'from', 'to', 'cc'):
    print(mail[name] or '')
body = mail.get_body(preferencelist=('plain',))
print('' if body is None else body.get_content())
`

/** By kind; the first is asked first. */
const tools: Readonly<Record<string, Readonly<Record<string, Tool>>>> = {
  pdf: { pdftotext: command('pdftotext', '-q', '%', '-') },
  docx: { docx2txt: command('docx2txt', '%', '-'), pandoc: pandoc('docx') },
  odt: { odt2txt: command('odt2txt', '--encoding=UTF-8', '--width=-1', '%'), LibreOffice: writer },
  doc: { LibreOffice: writer, catdoc: command('catdoc', '-d', 'utf-8', '-w', '%') },
  rtf: { LibreOffice: writer },
  ppt: { LibreOffice: slides, catppt: command('catppt', '-d', 'utf-8', '%') },
  pptx: { LibreOffice: slides },
  odp: { LibreOffice: slides },
  xls: { LibreOffice: sheets, xls2csv: command('xls2csv', '-d', 'utf-8', '%') },
  xlsx: { LibreOffice: sheets },
  ods: { LibreOffice: sheets },
  epub: { pandoc: pandoc('epub') },
  ipynb: { pandoc: pandoc('ipynb') },
  org: { pandoc: pandoc('org') },
  tex: { pandoc: pandoc('latex') },
  html: { w3m: command('w3m', '-dump', '-T', 'text/html', '-O', 'UTF-8', '%') },
  xhtml: { w3m: command('w3m', '-dump', '-T', 'text/html', '-O', 'UTF-8', '%') },
  eml: { Python: (path) => run('sh', ['-c', 'python3 -c "$2" < "$1"', 'sh', path, readMail]) },
  msg: {
    msgconvert: (path) => run('sh', ['-c', 'msgconvert --outfile - "$1" | python3 -c "$2"', 'sh', path, readMail]),
  },
}

interface Comparison {
  readonly path: string
  readonly tool: string
  readonly words: number
  /** Share of the tool's words that ours finds too, as often as it does. */
  readonly share: number
}

/** Runs of letters of two and more; scripts without blanks by characters. Numbers are left out: dates are shown otherwise. */
function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u00ad/g, '')
  return folded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]{2,}/gu) ?? []
}

function shareFound(theirs: readonly string[], ours: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of ours) left.set(word, (left.get(word) ?? 0) + 1)
  let found = 0
  for (const word of theirs) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    found++
    left.set(word, count - 1)
  }
  return found / theirs.length
}

/** The share by each tool that is there and finds the document's words. */
async function* compare(path: string): AsyncGenerator<Comparison> {
  const ours = await extractText(path, readFileSync(path)).then(
    ({ text }) => wordsOf(text),
    () => null,
  )
  for (const [tool, read] of Object.entries(tools[extensionOf(path)] ?? {})) {
    const theirs = wordsOf(attempt(read, path))
    if (theirs.length < LEAST_WORDS) continue
    yield { path, tool, words: theirs.length, share: ours === null ? Number.NaN : shareFound(theirs, ours) }
  }
}

function attempt(read: Tool, path: string): string {
  try {
    return read(path)
  } catch {
    return ''
  }
}

function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase()
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && tools[extensionOf(entry.name)] !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/** `sampleSize` documents that an extractor finds words in, one of each kind after the other. */
async function sampleOf(paths: readonly string[]): Promise<Comparison[]> {
  const byKind = Map.groupBy(paths, extensionOf)
  const queues = [...byKind.values()].map((same) => same.toSorted((a, b) => placeOf(a) - placeOf(b)))
  const found: Comparison[] = []
  while (found.length < sampleSize && queues.some(({ length }) => length > 0)) {
    for (const queue of queues) {
      const next = await firstOf(queue)
      if (next !== null && found.length < sampleSize) found.push(next)
    }
  }
  return found
}

/** Takes documents from the queue until one has words. */
async function firstOf(queue: string[]): Promise<Comparison | null> {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for await (const comparison of compare(path)) return comparison
  }
  return null
}

function placeOf(path: string): number {
  return crc32(basename(path))
}

function isLow({ share }: Comparison): boolean {
  return !(share >= LEAST_SHARE)
}

function printTable(comparisons: readonly Comparison[]): void {
  print('\n| documents | compared | refused by ours | words | found | at least 95 % |\n|---|---|---|---|---|---|')
  for (const [key, all] of Map.groupBy(comparisons, ({ path, tool }) => `${extensionOf(path)} by ${tool}`)) {
    const read = all.filter(({ share }) => !Number.isNaN(share))
    const words = read.reduce((sum, one) => sum + one.words, 0)
    const found = read.reduce((sum, one) => sum + one.words * one.share, 0)
    const share = words === 0 ? '' : `${((found / words) * 100).toFixed(1)} %`
    const good = read.filter((one) => !isLow(one)).length
    print(`| ${key} | ${read.length} | ${all.length - read.length} | ${words} | ${share} | ${good} |`)
  }
}

const words = process.argv.slice(2)
const folder =
  words.find((word) => !word.startsWith('--')) ?? new URL('../../../../data/docs', import.meta.url).pathname
const showsAll = words.includes('--all')
const isSample = words.includes('--sample')
const comparisons: Comparison[] = []
if (isSample) comparisons.push(...(await sampleOf(documentsIn(folder))))
else for (const path of documentsIn(folder)) for await (const comparison of compare(path)) comparisons.push(comparison)
for (const one of comparisons.filter((comparison) => showsAll || isLow(comparison)))
  print(`${(one.share * 100).toFixed(1)} % of ${one.words}, by ${one.tool}: ${basename(one.path)}`)
printTable(comparisons)
if (isSample) {
  const good = comparisons.filter((one) => !isLow(one)).length
  const refused = comparisons.filter(({ share }) => Number.isNaN(share)).length
  print(`\n${good} of ${comparisons.length} documents: at least 95 % of the words; ${refused} refused with a reason`)
}
