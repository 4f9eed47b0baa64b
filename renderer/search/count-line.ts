import type { SearchAnswer } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'

/** '12 passages · 3,480 documents · 38 ms'. */
export function countLine(answer: SearchAnswer, documents: number): string {
  return [
    t('count.passages', { count: answer.results.length, n: countText(answer.results.length) }),
    t('count.documents', { count: documents, n: countText(documents) }),
    t('count.ms', { n: countText(Math.max(answer.stats.ms.total, 1)) }),
  ].join(' · ')
}
