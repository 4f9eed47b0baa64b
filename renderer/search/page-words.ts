import type { SearchHit } from '../../core/types.ts'
import { addressOf, stepsOf } from './place-text.ts'

/**
 * Whether a snippet says more than the title and the place beside it. Of a page whose text was not saved it is the title and the words of the
 * address once more.
 */
export function saysMore(hit: Pick<SearchHit, 'snippet' | 'title' | 'uri'>): boolean {
  const address = addressOf(hit)
  if (address === null) return hit.snippet !== ''
  const known = new Set(wordsIn([hit.title, ...stepsOf(address)].join(' ')))
  return wordsIn(hit.snippet).some((word) => !known.has(word))
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}
