/* Where a passage and the words of a query stand on a page. */
import type { PageWord } from '../../electron/contract.ts'
import { markedIn } from '../ui/words.ts'

export type Box = Omit<PageWord, 'text'>

/** Words at each end of a passage by which it is found on the page. */
const anchorWords = 4

/** Boxes of the passage's lines on the page; none where it cannot be told which words are its own. */
export function passageBoxes(words: readonly PageWord[], passage: string): Box[] {
  const page = words.map(({ text }) => plain(text))
  const wanted = passage
    .split(/\s+/u)
    .map(plain)
    .filter((word) => word !== '')
  const begin = indexOfRun(page, wanted.slice(0, anchorWords))
  const tail = wanted.slice(-anchorWords)
  const end = indexOfRun(page, tail, Math.max(begin, 0))
  // It begins on the page before, or goes on to the next one.
  if (wanted.length < anchorWords || (begin < 0 && end < 0)) return []
  return linesOf(words.slice(Math.max(begin, 0), end < 0 ? words.length : end + tail.length))
}

/** Boxes of the words of the pattern. */
export function wordBoxes(words: readonly PageWord[], pattern: RegExp | null): Box[] {
  if (pattern === null) return []
  return words.filter(({ text }) => markedIn(text.normalize('NFC'), pattern).length > 0).map(boxOf)
}

function indexOfRun(page: readonly string[], run: readonly string[], from = 0): number {
  for (let i = from; i + run.length <= page.length; i++) if (run.every((word, j) => page[i + j] === word)) return i
  return -1
}

function plain(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/** One box for words side by side on a line. */
function linesOf(words: readonly PageWord[]): Box[] {
  const lines: Box[] = []
  for (const word of words) {
    const last = lines.at(-1)
    const isSameLine =
      last !== undefined && word.x >= last.x && Math.abs(middle(word) - middle(last)) < last.height * 0.6
    if (isSameLine) lines[lines.length - 1] = around(last, word)
    else lines.push(boxOf(word))
  }
  return lines
}

function middle({ y, height }: Box): number {
  return y + height / 2
}

function around(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height }
}
