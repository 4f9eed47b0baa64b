import type { LibraryStatus } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { bytesText, percentText } from '../ui/number-text.ts'

/** Below this the fixed size of an empty database would make any share look absurd. */
export const leastTextBytes = 5_000_000

/** What the index takes, and its share of the text where that says something. */
export function sizeText({ bytes, textBytes, share }: LibraryStatus): string {
  const index = bytesText(bytes.total)
  const text = bytesText(textBytes)
  if (textBytes < leastTextBytes) return t('overview.size', { index, text })
  return t('storage.lead', { index, text, share: percentText(share.total) })
}
