import type { WindowApi } from '../../electron/contract.ts'
import type { IndexProgress } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { fileName } from '../search/place-text.ts'
import { phaseText, progressDetails, progressPart } from './progress-text.ts'
import { useIndexStop } from './use-index-stop.ts'
import './index-progress.css'

interface IndexProgressLineProps {
  readonly api: WindowApi
  readonly progress: IndexProgress
  /** What it waits for, as a sentence; '': it goes on. */
  readonly waiting: string
}

/** Where the indexer stands, and the button that ends it. */
export function IndexProgressLine({ api, progress, waiting }: IndexProgressLineProps) {
  const stop = useIndexStop(api)
  const part = progressPart(progress)
  const name = progress.currentPath === null || waiting !== '' ? '' : fileName(progress.currentPath)
  const isStopping = stop.state.kind === 'stopping'
  return (
    <section className="index-progress" aria-label={t('status.indexing')}>
      <div
        className="index-progress-track"
        role="progressbar"
        aria-label={t('status.indexing')}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(part === null ? {} : { 'aria-valuenow': Math.floor(part * 1000) / 10 })}
      >
        <div
          className={part === null ? 'index-progress-bar is-unknown' : 'index-progress-bar'}
          style={part === null ? {} : { transform: `scaleX(${part})` }}
        />
      </div>
      <div className="index-progress-line">
        <p className="index-progress-text">
          <strong>{isStopping ? t('progress.stopping') : waiting === '' ? phaseText(progress) : waiting}</strong>
          {waiting === '' && <span className="index-progress-details">{progressDetails(progress)}</span>}
          <span
            className={stop.state.kind === 'failed' ? 'index-progress-file is-message' : 'index-progress-file'}
            title={progress.currentPath ?? ''}
          >
            {stop.state.kind === 'failed'
              ? stop.state.message
              : isStopping && name !== ''
                ? t('progress.finishingFile', { name })
                : name}
          </span>
        </p>
        <button type="button" className="button" disabled={isStopping} onClick={stop.ask}>
          {t('card.stop')}
        </button>
      </div>
    </section>
  )
}
