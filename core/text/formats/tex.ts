import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { firstTitle } from './titles.ts'
import { decodeText, foldedLine, tidyText } from './text.ts'
import { say } from '../../sayings/say.ts'

const levels: Readonly<Record<string, number>> = {
  part: 1,
  chapter: 1,
  section: 2,
  subsection: 3,
  subsubsection: 4,
  paragraph: 5,
  subparagraph: 6,
}

/** Commands whose arguments are no words of the text. */
const dropped = new Set(
  `label ref eqref pageref autoref cref cite citep citet citeauthor nocite includegraphics input include includeonly
  usepackage documentclass bibliography bibliographystyle vspace hspace setlength addtolength setcounter newcommand
  renewcommand providecommand newenvironment renewenvironment def let newtheorem pagestyle thispagestyle hypersetup index
  begin end tableofcontents RequirePackage DeclareMathOperator color textcolor_ rule phantom pagenumbering newlength
  title author date maketitle fontsize selectfont graphicspath addbibresource`.split(/\s+/),
)

const accents: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
}

const letters: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  ldots: '…',
  dots: '…',
  textbackslash: '\\',
  textasciitilde: '~',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  S: '§',
  copyright: '©',
  quad: ' ',
  qquad: ' ',
  item: '\n- ',
  par: '\n\n',
  newline: '\n',
  linebreak: '\n',
  and: ', ',
}

/** Text of a TeX document: sections are headings; comments, preamble and commands are left out, formulas stay as written. */
export function extractTex(bytes: Uint8Array): ParsedText {
  const source = withoutComments(
    decodeText(bytes)
      .text.replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n'),
  )
  const title = plainText(argumentOf(source, 'title'))
  const author = plainText(argumentOf(source, 'author').replace(/\s*\\and\b/g, ','))
  const body = bodyOf(source)
  const blocks: string[] = [title, author].filter((part) => part !== '')
  const headings: Heading[] = []
  let length = blocks.reduce((sum, block) => sum + block.length + 2, 0)
  const push = (block: string): void => {
    if (block === '') return
    blocks.push(block)
    length += block.length + 2
  }
  for (const { level, heading, text } of sectionsOf(body)) {
    const words = foldedLine(plainText(heading))
    if (words !== '') headings.push({ level, text: words, start: length })
    push(words)
    push(plainText(text))
  }
  const text = blocks.join('\n\n')
  if (text === '') throw new ExtractError('no-text', say('file.noText'))
  return { text, headings, title: foldedLine(title) || firstTitle(headings) || (headings[0]?.text ?? '') }
}

/** From % to the end of the line, the line's end included as TeX does; `\%` is a percent sign. */
function withoutComments(source: string): string {
  return source.replace(/(?<!\\)((?:\\\\)*)%.*(?:\n[ \t]*(?=\S))?/g, '$1')
}

/** Between \begin{document} and \end{document}; all of a part that has neither. */
function bodyOf(source: string): string {
  const begin = source.indexOf('\\begin{document}')
  const end = source.indexOf('\\end{document}')
  const stop = /^[ \t]*\\endinput\b/m.exec(source)?.index ?? -1
  const last = [end, stop].filter((at) => at > begin).toSorted((a, b) => a - b)[0] ?? source.length
  return source.slice(begin < 0 ? 0 : begin + '\\begin{document}'.length, last)
}

interface Section {
  readonly level: number
  readonly heading: string
  readonly text: string
}

function* sectionsOf(body: string): Generator<Section> {
  const pattern =
    /\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s{0,20}(?:\[[^\]]{0,300}\])?\s{0,20}(?=\{)/g
  let level = 0
  let heading = ''
  let start = 0
  for (const match of body.matchAll(pattern)) {
    if (match.index < start) continue
    yield { level, heading, text: body.slice(start, match.index) }
    const open = match.index + match[0].length
    const close = closingBrace(body, open)
    level = levels[match[1]]
    heading = body.slice(open + 1, close)
    start = close + 1
  }
  yield { level, heading, text: body.slice(start) }
}

/** Longest argument looked for, in UTF-16 units: an unclosed brace does not swallow the document. */
const MOST_ARGUMENT = 4_000

/** Index of the brace that closes the one at `open`. */
function closingBrace(source: string, open: number): number {
  let depth = 0
  const end = Math.min(source.length, open + MOST_ARGUMENT)
  for (let i = open; i < end; i++) {
    const char = source[i]
    if (char === '\\') i++
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return i
  }
  return end
}

function argumentOf(source: string, command: string): string {
  const match = new RegExp(`\\\\${command}\\s{0,20}(?:\\[[^\\]]{0,200}\\])?\\s{0,20}(?=\\{)`).exec(source)
  if (match === null) return ''
  const open = match.index + match[0].length
  return source.slice(open + 1, closingBrace(source, open))
}

/** Words without their commands. */
function plainText(source: string): string {
  const parts: string[] = []
  const pattern = /\\([a-zA-Z]+)\*?|\\(.)|[{}]|~|``|''|---?|\$\$?/gs
  let start = 0
  for (const match of source.matchAll(pattern)) {
    if (match.index < start) continue
    parts.push(source.slice(start, match.index))
    const at = match.index + match[0].length
    const [words, next] = readToken(source, match, at)
    parts.push(words)
    start = next
  }
  parts.push(source.slice(start))
  const text = parts
    .join('')
    .normalize('NFC')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ +(?!-)/gm, '')
  return tidyText(text).trim()
}

/** What a token stands for, and where the text after it begins. */
function readToken(source: string, match: RegExpMatchArray, at: number): readonly [string, number] {
  const [token, command, symbol] = match
  if (command !== undefined) return readCommand(source, command, at)
  if (symbol !== undefined) return readSymbol(source, symbol, at)
  if (token === '~') return [' ', at]
  if (token === '``' || token === "''") return ['"', at]
  if (token === '--') return ['–', at]
  if (token === '---') return ['—', at]
  return [token === '{' || token === '}' ? '' : token, at]
}

function readCommand(source: string, command: string, at: number): readonly [string, number] {
  const letter = letters[command]
  if (letter !== undefined) return [letter, command === 'item' ? at : skipSpaces(source, at)]
  if (accents[command] !== undefined && command.length === 1) return readAccent(source, command, skipSpaces(source, at))
  if (command === 'verb') return readVerbatim(source, at)
  if (!dropped.has(command)) return ['', skipOptions(source, at)]
  let next = skipOptions(source, at)
  // \newcommand has two arguments, a tabular's \begin too; options may stand between.
  while (source[next] === '{') next = skipOptions(source, closingBrace(source, next) + 1)
  return [command === 'begin' || command === 'end' ? '\n' : '', next]
}

function readSymbol(source: string, symbol: string, at: number): readonly [string, number] {
  if (accents[symbol] !== undefined) return readAccent(source, symbol, at)
  if (symbol === '\\') return ['\n', skipOptions(source, at)]
  if (/[%&#_${}]/.test(symbol)) return [symbol, at]
  return [/[([\])]/.test(symbol) ? '$' : /\s|,|;|:/.test(symbol) ? ' ' : '', at]
}

/** `\"o`, `\"{o}`, `\v{s}`: the letter with a combining mark; NFC makes one character of the two. */
function readAccent(source: string, accent: string, at: number): readonly [string, number] {
  const match = /^\{?\\?(\p{L})\}?/u.exec(source.slice(at, at + 6))
  if (match === null) return ['', at]
  return [match[1] + accents[accent], at + match[0].length]
}

function readVerbatim(source: string, at: number): readonly [string, number] {
  const end = source.indexOf(source[at] ?? ' ', at + 1)
  return end < 0 || end > at + 500 ? ['', at] : [source.slice(at + 1, end), end + 1]
}

function skipSpaces(source: string, at: number): number {
  let next = at
  while (source[next] === ' ') next++
  return source.startsWith('{}', next) ? next + 2 : next
}

/** After `[...]`, on the same line. */
function skipOptions(source: string, at: number): number {
  if (source[at] !== '[') return at
  const end = source.indexOf(']', at)
  return end < 0 || end > at + 300 ? at : end + 1
}
