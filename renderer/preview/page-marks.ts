/* Where a passage and the words of a query stand on a page. */
import type { PageWord } from '../../electron/contract.ts'
import { markedIn } from '../ui/words.ts'

export type Box = Omit<PageWord, 'text'>

/** Words at each end of a passage by which it is found on the page, at least. */
const anchorWords = 4

/** Boxes of the passage's lines on the page; none where it cannot be told which words are its own. */
export function passageBoxes(words: readonly PageWord[], passage: string): Box[] {
  const page = words.map(({ text }) => plain(text))
  const wanted = passage
    .split(/\s+/u)
    .map(plain)
    .filter((word) => word !== '')
  const begin = indexOfLongestRun(page, wanted)
  const end = page.length - indexOfLongestRun(page.toReversed(), wanted.toReversed()) - 1
  // It begins on the page before, or goes on to the next one.
  const isEndKnown = end < page.length && end >= begin
  if (wanted.length < anchorWords || (begin < 0 && !isEndKnown)) return []
  return linesOf(words.slice(Math.max(begin, 0), isEndKnown ? end + 1 : words.length))
}

/** Boxes of the words of the pattern. */
export function wordBoxes(words: readonly PageWord[], pattern: RegExp | null): Box[] {
  if (pattern === null) return []
  return words.filter(({ text }) => markedIn(text.normalize('NFC'), pattern).length > 0).map(boxOf)
}

/** Where most of the words follow on each other from the first one on, four at least; -1: nowhere. A page may begin many lines alike. */
function indexOfLongestRun(page: readonly string[], wanted: readonly string[]): number {
  let [best, longest] = [-1, anchorWords - 1]
  for (let i = 0; i < page.length; i++) {
    let length = 0
    while (length < wanted.length && page[i + length] === wanted[length]) length++
    if (length > longest) [best, longest] = [i, length]
  }
  return best
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
