import type { SearchAnswer } from '../../core/types.ts'
import { countOf, countText } from '../ui/number-text.ts'

/** '12 passages · 3,480 documents · 38 ms'. */
export function countLine(answer: SearchAnswer, documents: number): string {
  return [
    countOf(answer.results.length, 'passage'),
    countOf(documents, 'document'),
    `${countText(Math.max(answer.stats.ms.total, 1))} ms`,
  ].join(' · ')
}
