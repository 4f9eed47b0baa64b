import { createAnalyser } from '../keywords/analyse.ts'

/** The terms of a text, in their order. */
export type TermsOf = (text: string) => string[]

/** Words that are remembered: those of some passages. */
const slots = 1 << 12

/** For many short texts with much the same words: one that remembers them is some twenty times as fast as `analyse` for each. */
export function createTermsOf(): TermsOf {
  const analyser = createAnalyser('en', slots)
  return (text) => {
    const terms: string[] = []
    analyser.each(text, (term) => terms.push(term))
    return terms
  }
}
