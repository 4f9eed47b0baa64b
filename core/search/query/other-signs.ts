/* Signs of other query languages that are none of ours: read as words, and said so. */
import { say } from '../../sayings/say.ts'
import type { Saying } from '../../types.ts'
import type { Piece } from './pieces.ts'

/** Fewer pieces without a small letter are no shouting. */
const leastShouted = 5

/** Whether OR and NOT are written like all other words. */
export function isAllCapitals(typed: string, pieces: number): boolean {
  return pieces >= leastShouted && !/\p{Ll}/u.test(typed)
}

/** Lines on NOT, and on brackets around several words at an OR. */
export function otherSigns(pieces: readonly Piece[], typed: string): Saying[] {
  const at = pieces.findIndex((piece) => piece.kind === 'word' && piece.text === 'NOT')
  const next = at < 0 ? undefined : pieces.at(at + 1)
  const word = next?.kind === 'word' ? next.text.replaceAll(/[^\p{L}\p{M}\p{N}_'’-]/gu, '') : ''
  return [...(word === '' ? [] : [say('note.not', { word })]), ...(isAnyGroupAtOr(typed) ? [say('note.brackets')] : [])]
}

/** (red wine) OR beer */
function isAnyGroupAtOr(typed: string): boolean {
  for (const { 0: whole, 1: inside, index } of typed.matchAll(/\(([^()"“„«]{1,200})\)/gu)) {
    const isAtOr = /(?:^|\s)OR\s+$/.test(typed.slice(0, index)) || /^\s+OR\s/.test(typed.slice(index + whole.length))
    if (
      isAtOr &&
      inside
        .trim()
        .split(/\s+OR\s+/)
        .some((part) => /\S\s+\S/.test(part))
    )
      return true
  }
  return false
}
