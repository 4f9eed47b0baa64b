/* What the words around a span say for or against it, whatever it is near to. */
import type { Wanted } from './question.ts'
import type { Span } from './spans.ts'
import type { TermsOf } from './terms.ts'

export interface CueParts {
  readonly wanted: Wanted
  /** Terms of what is counted, or of what kind the answer is. */
  readonly kind: ReadonlySet<string>
  /** What is said of the answer: the question's last word, often its verb ("What did the company deliver?"). */
  readonly last: string
  readonly termsOf: TermsOf
}

const placeWords = /\b(?:in|at|near|from|to|into|across|outside|around|toward|towards|through)\s+(?:the\s+)?$/iu
const makerWords = /\bby\s+(?:the\s+)?$/iu
const bareYear = /^(?:1\d|20)\d\d$/u

/** Words after a number among which what is counted stands: "four large rooms". */
const countedWithin = 3

/** -1 to 1: names after "in" and "at" are places, those after "by" made something; a number counts what follows it. */
export function cueOf({ wanted, kind, last, termsOf }: CueParts, sentence: string, { start, end }: Span): number {
  const before = sentence.slice(Math.max(0, start - 30), start)
  const after = sentence.slice(end, end + 60)
  const isOfKind = (text: string): boolean => termsOf(text).some((term) => kind.has(term))
  if (wanted === 'number') {
    if (kind.size > 0 && isOfKind(wordsOf(after).slice(0, countedWithin).join(' '))) return 1
    return bareYear.test(sentence.slice(start, end)) ? -1 : 0
  }
  // "the river Rhine", "the Rhine river", "the city of Warsaw"
  const beside = [...wordsOf(before).slice(-2), ...wordsOf(after).slice(0, 1)].join(' ')
  const ofKind = kind.size > 0 && (isOfKind(beside) || isOfKind(sentence.slice(start, end))) ? 1 : 0
  if (wanted === 'place') return Math.max(ofKind, placeWords.test(before) ? 1 : 0)
  if (wanted === 'something') {
    const follows = last !== '' && termsOf(wordsOf(before).slice(-2).join(' ')).includes(last)
    return follows ? 1 : ofKind
  }
  if (wanted !== 'person' && wanted !== 'name') return ofKind
  if (makerWords.test(before)) return 1
  return ofKind === 0 && placeWords.test(before) ? -1 : ofKind
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}'’-]+/gu) ?? []
}
