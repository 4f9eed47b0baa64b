import { t } from '../i18n/i18n.ts'
import { CloseIcon, HistoryIcon, StarIcon } from '../ui/icons.tsx'
import type { KeptSearchesState } from './use-kept-searches.ts'
import './kept-searches.css'

const mostShown = 5

interface KeptSearchListProps {
  readonly kept: KeptSearchesState
  onSearch(query: string): void
}

/** Saved and recent searches, while nothing is searched for. */
export function KeptSearchList({ kept, onSearch }: KeptSearchListProps) {
  const { recent, saved, save, forget } = kept
  const shown = [
    ...saved.map((query) => ({ query, isSaved: true })),
    ...recent.filter((query) => !saved.includes(query)).map((query) => ({ query, isSaved: false })),
  ].slice(0, mostShown)
  if (shown.length === 0) return null
  return (
    <section className="kept">
      <header className="kept-head">
        <h2 className="kept-title">{t('kept.title')}</h2>
        {recent.length > 0 && (
          <button type="button" className="button is-plain" onClick={() => forget(null)}>
            {t('kept.forgetAll')}
          </button>
        )}
      </header>
      <ul aria-label={t('kept.title')}>
        {shown.map(({ query, isSaved }) => (
          <li key={query} className="kept-line">
            <button type="button" className="kept-query" data-line onClick={() => onSearch(query)}>
              {isSaved ? <StarIcon size={16} className="kept-star" /> : <HistoryIcon size={16} />}
              <bdi>{query}</bdi>
            </button>
            {!isSaved && (
              <button
                type="button"
                className="icon-button"
                aria-label={t('kept.save', { query })}
                title={t('kept.save', { query })}
                onClick={() => save(query)}
              >
                <StarIcon size={15} />
              </button>
            )}
            <button
              type="button"
              className="icon-button"
              aria-label={t('kept.forget', { query })}
              title={t('kept.forget', { query })}
              onClick={() => forget(query)}
            >
              <CloseIcon size={15} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
