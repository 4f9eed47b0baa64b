import type { AppStatus } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { phaseText, problemsText } from '../sources/progress-text.ts'
import { countText } from '../ui/number-text.ts'
import './no-result.css'

export interface WaysOut {
  /** The query without its filters, phrases and exclusions; null where it has none. */
  readonly plainQuery: string | null
  /** Meaning is switched off in the settings. */
  readonly isByWordsOnly: boolean
  search(query: string): void
  searchByMeaning(): void
  askWhy(): void
  addFolder(): void
}

interface NoResultProps {
  readonly query: string
  readonly status: AppStatus | null
  readonly ways: WaysOut
}

/** Says that nothing was found, and offers only what can still help. */
export function NoResult({ query, status, ways }: NoResultProps) {
  const { plainQuery } = ways
  return (
    <section className="no-result">
      <h2 className="no-result-title">{t('noResult.title', { query: withoutQuotes(query) })}</h2>
      <ul className="no-result-advice">
        {adviceFor(status).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="no-result-ways">
        {plainQuery !== null && (
          <button type="button" className="button" onClick={() => ways.search(plainQuery)}>
            {t('noResult.plain', { query: plainQuery })}
          </button>
        )}
        {ways.isByWordsOnly && (
          <button type="button" className="button" onClick={ways.searchByMeaning}>
            {t('noResult.meaning')}
          </button>
        )}
        <button type="button" className="button" onClick={ways.askWhy}>
          {t('why.title')}
        </button>
        <button type="button" className="button" onClick={ways.addFolder}>
          {t('sources.add')}
        </button>
      </div>
    </section>
  )
}

/** The title puts the query between quotation marks: those of its phrases would double them. */
function withoutQuotes(query: string): string {
  return query.replaceAll(/["“”„«»]/gu, '')
}

function adviceFor(status: AppStatus | null): string[] {
  const advice = [t('noResult.words')]
  if (status === null) return advice
  const { indexing, library } = status
  if (indexing.kind === 'running') {
    advice.push(t('noResult.running', { phase: phaseText(indexing.progress) }))
  } else if (library.pending > 0) {
    advice.push(t('noResult.pending', { count: library.pending, n: countText(library.pending) }))
  }
  if (library.errors > 0) advice.push(t('noResult.problems', { problems: problemsText(library.errors) }))
  return advice
}
