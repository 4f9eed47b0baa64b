import type { AppStatus } from '../../electron/contract.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { RemedyButton, remedyFor, type Remedy } from '../repair/remedy.tsx'
import { folderName, parentText } from '../search/place-text.ts'
import { FolderIcon } from '../ui/icons.tsx'
import { countText } from '../ui/number-text.ts'
import { holdingsText, problemsText, summaryText } from './progress-text.ts'
import { sizeText } from './size-text.ts'
import './library-overview.css'

interface LibraryOverviewProps {
  readonly status: AppStatus
  onChoose(): void
  onStatus(): void
  onRemedy(remedy: Remedy): void
}

/** What the library holds; shown while nothing is searched for. */
export function LibraryOverview({ status, onChoose, onStatus, onRemedy }: LibraryOverviewProps) {
  const { library, folders, troubles = [] } = status
  const remedy = remedyFor(troubles)
  return (
    <section className="overview">
      <header className="overview-head">
        <div className="overview-words">
          <h1 className="overview-title">{holdingsText(status)}</h1>
          <p className="overview-text">{stateText(status)}</p>
        </div>
        <span className="overview-buttons">
          {remedy !== null && <RemedyButton remedy={remedy} onPress={onRemedy} />}
          <button type="button" className="button" onClick={onStatus}>
            {t('overview.status')}
          </button>
          <button type="button" className="button" onClick={onChoose}>
            {t('sources.add')}
          </button>
        </span>
      </header>
      {troubles.map((trouble) => (
        <p key={trouble.text} className="overview-trouble">
          {saidText(trouble)}
        </p>
      ))}
      <ul className="overview-folders" aria-label={t('sources.title')}>
        {folders.map((path) => (
          <li key={path} className="overview-folder" title={path}>
            <FolderIcon size={18} className="overview-icon" />
            <bdi className="overview-name">{folderName(path, status)}</bdi>
            <bdi className="overview-parent">{parentText(path)}</bdi>
          </li>
        ))}
      </ul>
      {library.textBytes > 0 && <p className="overview-size">{sizeText(library)}</p>}
    </section>
  )
}

function stateText({ indexing, library }: AppStatus): string {
  const isRunning = indexing.kind === 'running'
  const { pending } = library
  const parts = [
    indexing.kind === 'idle' && indexing.last !== null ? summaryText(indexing.last) : '',
    pending > 0 && !isRunning ? t('noResult.pending', { count: pending, n: countText(pending) }) : '',
    isRunning ? t('overview.running') : problemsText(library.errors),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
