import type { AppStatus } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { phaseText, problemsText } from '../sources/progress-text.ts'
import { countText } from '../ui/number-text.ts'
import './no-result.css'

interface NoResultProps {
  readonly query: string
  readonly hasChips: boolean
  readonly status: AppStatus | null
}

/** Says that nothing was found, and only what can still help. */
export function NoResult({ query, hasChips, status }: NoResultProps) {
  return (
    <section className="no-result">
      <h2 className="no-result-title">{t('noResult.title', { query })}</h2>
      <ul className="no-result-advice">
        {adviceFor(status, hasChips).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function adviceFor(status: AppStatus | null, hasChips: boolean): string[] {
  const advice = [t('noResult.words')]
  if (hasChips) advice.unshift(t('noResult.chips'))
  if (status === null) return advice
  const { indexing, library } = status
  if (indexing.kind === 'running') {
    advice.push(t('noResult.running', { phase: phaseText(indexing.progress) }))
  } else if (library.pending > 0) {
    advice.push(t('noResult.pending', { count: library.pending, n: countText(library.pending) }))
  }
  if (library.errors > 0) advice.push(t('noResult.problems', { problems: problemsText(library.errors) }))
  advice.push(t('noResult.folder'))
  return advice
}
