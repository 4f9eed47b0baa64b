/* What a query demands and leaves out, looked up in the text of a passage: words of an index do not tell phrases. */
import { foldText, matcherOf, saysAcross } from './matching.ts'
import type { Passage } from './passages.ts'
import type { Query, Term } from './query/query.ts'

type PassageTest = (passage: Passage) => boolean

/** A test whether a passage says `term`, also where it goes on in the text that follows. */
export function saysTerm(term: Term, languages: readonly string[]): PassageTest {
  const says = matcherOf(term, languages)
  return (passage) => saysAcross(says, foldedParts(passage, languages))
}

/** A phrase, words near each other or a beginning, looked up in a passage and in a part of its text. */
export interface ExactTerm {
  readonly term: Term
  readonly isIn: PassageTest
  isInText(text: string): boolean
}

/** What `query` demands as it is written; `isIn` holds for passages that were found by it. */
export function exactTerms({ required }: Pick<Query, 'required'>, languages: readonly string[]): ExactTerm[] {
  return required.flatMap((group) =>
    group.flatMap((term): ExactTerm[] => {
      if (term.kind === 'word') return []
      const says = matcherOf(term, languages)
      // What is demanded alone was looked up before.
      const isIn = group.length === 1 ? () => true : saysTerm(term, languages)
      return [{ term, isIn, isInText: (text) => says(foldText(text, languages)) }]
    }),
  )
}

/** A test for all that `query` demands and leaves out; undefined where the index alone answers that. */
export function saysExactly(
  { required, excluded }: Pick<Query, 'required' | 'excluded'>,
  languages: readonly string[],
): PassageTest | undefined {
  const isExact = [...required.flat(), ...excluded].some(({ kind }) => kind !== 'word')
  if (!isExact) return undefined
  const groups = required.map((group) => group.map((term) => matcherOf(term, languages)))
  const unwanted = excluded.filter(({ kind }) => kind !== 'word').map((term) => matcherOf(term, languages))
  return (passage) => {
    const text = foldedParts(passage, languages)
    return (
      groups.every((group) => group.some((says) => saysAcross(says, text))) &&
      !unwanted.some((says) => saysAcross(says, text))
    )
  }
}

function foldedParts(
  { header, text, beyond }: Passage,
  languages: readonly string[],
): Parameters<typeof saysAcross>[1] {
  const [within, across, after] = [`${header}\n${text}`, text + beyond, beyond].map((part) => foldText(part, languages))
  return { within, across, beyond: after }
}
