import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { t } from '../i18n/i18n.ts'
import { wordsPattern } from '../ui/words.ts'
import { ResultList } from './result-list.tsx'
import { rowOfSource, type Row } from './rows.ts'

/** More than are seen at once. */
const rowCount = 9

const nothing = (): void => {}

/**
 * Makes a list that is never seen, and takes it out again: the first one takes a tenth of a second for what later ones find done, its
 * code compiled, its styles computed, its letters' shapes looked up.
 */
export function warmList(): void {
  const place = document.createElement('div')
  place.style.cssText = 'position: fixed; width: 720px; visibility: hidden'
  place.inert = true
  document.body.append(place)
  const root = createRoot(place)
  const text = t('results.awayLong')
  const list = (rows: readonly Row[]) => (
    <ResultList
      rows={rows}
      unfolded={new Set()}
      isStale={false}
      isSearching={false}
      selected={0}
      folders={[]}
      pattern={wordsPattern(text)}
      isByDate={false}
      onSelect={nothing}
      onOpen={nothing}
      onDrag={nothing}
      onFold={nothing}
      onMore={nothing}
    />
  )
  // Twice: an answer changes a list more often than it makes one.
  for (const round of [1, 2]) {
    flushSync(() => root.render(list(sampleRows(text, round))))
    // Asking for its height has it laid out, which no frame would do for a window that is hidden.
    place.getBoundingClientRect()
  }
  root.unmount()
  place.remove()
}

/** With dates and further passages, whose words depend on the language. */
function sampleRows(text: string, round: number): Row[] {
  return Array.from({ length: rowCount }, (_, i) => {
    const source = { path: `/${i * round}`, part: '', uri: '', title: text, heading: text, start: 0, end: 0, number: i }
    const row = rowOfSource({ ...source, text: `${text} ${text}`, isCited: false })
    const { document } = row
    return { ...row, document: { ...document, dated: Date.now(), hits: [...document.hits, ...document.hits] } }
  })
}
