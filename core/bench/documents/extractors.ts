/*
 * Text extractors of others, where they are installed: poppler-utils, catdoc, docx2txt, odt2txt, pandoc, w3m,
 * libemail-outlook-message-perl (msgconvert), python3, LibreOffice (soffice).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstalled } from '../../test/is-installed.ts'

const extractorTimeoutMs = 60_000

/** The text of the file at a path. Throws where the extractor is not there or fails. */
export type Extractor = (path: string) => string

function command(name: string, ...words: readonly string[]): Extractor {
  return (path) =>
    run(
      name,
      words.map((word) => (word === '%' ? path : word)),
    )
}

function run(name: string, words: readonly string[]): string {
  return execFileSync(name, words, {
    encoding: 'utf8',
    timeout: extractorTimeoutMs,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** What LibreOffice makes of a document, in a folder of its own; a presentation by way of a PDF. */
function office(target: string, filter: string): Extractor {
  return (path) => {
    const folder = mkdtempSync(join(tmpdir(), 'compare-'))
    try {
      const profile = `-env:UserInstallation=file://${join(tmpdir(), 'compare-office')}`
      // `soffice` starts the program that works; `timeout` ends both.
      const words = [profile, '--headless', '--convert-to', `${target}${filter}`, '--outdir', folder, path]
      run('timeout', ['--kill-after=5', '55', 'soffice', ...words])
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
const pandoc = (format: string): Extractor => command('pandoc', '-f', format, '-t', 'plain', '--wrap=none', '%')

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

/** By ending and name; the first is asked first. */
export const extractors: Readonly<Record<string, Readonly<Record<string, Extractor>>>> = {
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

const programs = [
  'pdftotext',
  'docx2txt',
  'pandoc',
  'odt2txt',
  'soffice',
  'catdoc',
  'catppt',
  'xls2csv',
  'w3m',
  'msgconvert',
  'python3',
]

/** Programs of these that are not on the PATH: what only they read is not compared. */
export function missingPrograms(): string[] {
  return programs.filter((program) => !isInstalled(program))
}
