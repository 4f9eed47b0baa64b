/* The words of a query as a reason names them: as typed where a text says them, else what the text has of them. */
import { fold } from '../keywords/fold.ts'
import { termsOf, type QueryWord, wordWritten } from './query-words.ts'

/** A word or a part of one that was asked for. */
export interface AskedWord extends QueryWord {
  /** In the question. */
  readonly place: number
  /** It was looked for in place of what was typed. */
  readonly isSlip: boolean
}

/** Where the words were found. */
export interface SaidIn {
  readonly text: string
  /** Of its document. */
  readonly language: string | null
  /** The places of the words that it says in a form of its own language. */
  readonly own: ReadonlySet<number>
}

/** `found`: of `asked`, in its order. */
export function wordsSaid(found: readonly AskedWord[], asked: readonly AskedWord[], place: SaidIn): string[] {
  const groups = Map.groupBy(found, ({ typed, isSlip }) => `${isSlip ? '-' : '+'}${typed}`)
  return [...groups.values()].flatMap((parts) => {
    const [{ typed, isSlip }] = parts
    if (isSlip) return parts.map((part) => written(part, place))
    const isOne = new Set(asked.filter((one) => one.typed === typed).map(({ terms }) => terms.join(' '))).size === 1
    if (isOne) return [isOwn(parts[0], place) ? typed : written(parts[0], place)]
    return fold(place.text).includes(fold(typed)) ? [typed] : partsSaid(parts, place)
  })
}

/** Not only in a form of another language than the text's: Spanish has macl for maclin too. */
function isOwn({ terms, place }: AskedWord, { own }: SaidIn): boolean {
  return terms.length === 1 || own.has(place)
}

/** Those terms of a word that it has in one language; of a slip, and of a word with one, none need be told apart. */
export function ownTerms({ typed, terms, isSlip }: AskedWord, language: string | null): Pick<AskedWord, 'terms'> {
  if (isSlip || terms.length === 1) return { terms: [] }
  const own = new Set(termsOf(typed, language ?? 'en'))
  return { terms: terms.filter((term) => own.has(term)) }
}

function written({ terms }: AskedWord, { text, language }: SaidIn): string {
  return wordWritten(terms, [text], language) ?? terms[0]
}

/** Of a name its words; of a run of ideographs the longest runs that the text has, not each pair. */
function partsSaid(parts: readonly AskedWord[], place: SaidIn): string[] {
  const said: string[] = []
  let last = -2
  for (const part of parts) {
    const word = written(part, place)
    const before = said.at(-1) ?? ''
    const joined = before + word.slice(1)
    const isNext = part.place === last + 1 && before.endsWith(word.slice(0, 1)) && unspaced.test(word)
    if (isNext && place.text.includes(joined)) said[said.length - 1] = joined
    else said.push(word)
    last = part.place
  }
  return said
}

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u
