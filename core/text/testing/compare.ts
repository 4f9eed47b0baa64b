/*
 * Run by hand: how many of the words that independent extractors find in real documents ours finds too.
 *
 *   node core/text/testing/compare.ts [--all] [folder]        (default: ../data/docs)
 *
 * Needs what it finds of: poppler-utils, antiword, catdoc, docx2txt, odt2txt, unrtf, pandoc, w3m, libemail-outlook-message-perl,
 * LibreOffice (soffice). Documents in which they find fewer than 20 words, or that ours refuses, are counted apart.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { extractText } from '../extract.ts'

const LEAST_WORDS = 20
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

/** Subject, people and plain body of a mail, by Python's own parser. */
const readMail = `
import email, email.policy, sys
mail = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(mail['subject'], mail['from'], mail['to'], mail['cc'])
body = mail.get_body(preferencelist=('plain',))
print('' if body is None else body.get_content())
`

const tools: Readonly<Record<string, Readonly<Record<string, Tool>>>> = {
  pdf: { pdftotext: command('pdftotext', '-q', '%', '-') },
  docx: { docx2txt: command('docx2txt', '%', '-'), pandoc: pandoc('docx') },
  odt: { odt2txt: command('odt2txt', '--encoding=UTF-8', '--width=-1', '%'), LibreOffice: writer },
  doc: { catdoc: command('catdoc', '-d', 'utf-8', '-w', '%'), LibreOffice: writer },
  rtf: { LibreOffice: writer },
  ppt: { catppt: command('catppt', '-d', 'utf-8', '%'), LibreOffice: slides },
  pptx: { LibreOffice: slides },
  odp: { LibreOffice: slides },
  xls: { xls2csv: command('xls2csv', '-d', 'utf-8', '%'), LibreOffice: sheets },
  xlsx: { LibreOffice: sheets },
  ods: { LibreOffice: sheets },
  epub: { pandoc: pandoc('epub') },
  ipynb: { pandoc: pandoc('ipynb') },
  org: { pandoc: pandoc('org') },
  tex: { pandoc: pandoc('latex') },
  html: { w3m: command('w3m', '-dump', '-T', 'text/html', '-O', 'UTF-8', '%') },
  xhtml: { w3m: command('w3m', '-dump', '-T', 'text/html', '-O', 'UTF-8', '%') },
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

/** The share by each tool that is there and reads the document. */
async function compare(path: string): Promise<Comparison[]> {
  const ours = await extractText(path, readFileSync(path)).catch((error: unknown) => error)
  const comparisons: Comparison[] = []
  for (const [tool, read] of Object.entries(tools[extensionOf(path)] ?? {})) {
    const theirs = wordsOf(attempt(read, path))
    if (theirs.length < LEAST_WORDS) continue
    const share = ours instanceof Error ? Number.NaN : shareFound(theirs, wordsOf((ours as { text: string }).text))
    comparisons.push({ path, tool, words: theirs.length, share })
  }
  return comparisons
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

const folder =
  process.argv.slice(2).find((word) => !word.startsWith('--')) ??
  new URL('../../../../data/docs', import.meta.url).pathname
const showsAll = process.argv.includes('--all')
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && tools[extensionOf(entry.name)] !== undefined)
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()

const byTool = new Map<string, Comparison[]>()
for (const path of paths) {
  for (const comparison of await compare(path)) {
    const key = `${extensionOf(path)} by ${comparison.tool}`
    byTool.set(key, [...(byTool.get(key) ?? []), comparison])
    const isLow = !(comparison.share >= 0.95)
    if (showsAll || isLow)
      print(`${key}  ${(comparison.share * 100).toFixed(1)} % of ${comparison.words}  ${basename(path)}`)
  }
}
print('\n| documents | compared | refused by ours | words | found | at least 95 % |\n|---|---|---|---|---|---|')
for (const [key, all] of byTool) {
  const read = all.filter(({ share }) => !Number.isNaN(share))
  const words = read.reduce((sum, one) => sum + one.words, 0)
  const found = read.reduce((sum, one) => sum + one.words * one.share, 0)
  const good = read.filter(({ share }) => share >= 0.95).length
  print(
    `| ${key} | ${read.length} | ${all.length - read.length} | ${words} | ${((found / words) * 100).toFixed(1)} % | ${good} |`,
  )
}
