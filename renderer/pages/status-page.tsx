import { useState } from 'react'
import type { AppPace, AppStatus, WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import type { Failure } from '../search/status-text.ts'
import type { Sources } from '../sources/use-sources.ts'
import { AlertIcon, DoneIcon, PauseIcon, SpinnerIcon } from '../ui/icons.tsx'
import { ConsentCards } from '../sources/consent-cards.tsx'
import { ProblemList } from './problem-list.tsx'
import { SourceTable } from './source-table.tsx'
import { statusCard, type StatusCard } from './status-card.ts'
import { useSecondsSince } from './use-seconds-since.ts'
import { WhyField } from './why-field.tsx'
import './status-page.css'

interface StatusPageProps {
  readonly api: WindowApi
  readonly status: AppStatus | null
  /** Why there is no status; null: there is, or will be. */
  readonly failure: Failure | null
  readonly toldMs: number
  readonly pace: AppPace
  readonly sources: Sources
  onRepair(): void
  onModels(): void
}

const buttonTexts: Readonly<Record<Exclude<StatusCard['button'], 'none'>, TextKey>> = {
  choose: 'card.choose',
  stop: 'card.stop',
  resume: 'card.resume',
  update: 'card.update',
  repair: 'repair.offer',
  models: 'models.choose',
}

/** Where the library stands, its folders, and what could not be read. */
export function StatusPage({ api, status, failure, toldMs, pace, sources, onRepair, onModels }: StatusPageProps) {
  const card = statusCard(status, pace, failure)
  const [message, setMessage] = useState('')
  const seconds = useSecondsSince(toldMs)
  const running = status?.indexing.kind === 'running' ? status.indexing.progress : null
  async function press(): Promise<void> {
    if (card.button === 'choose') return sources.choose()
    if (card.button === 'repair') return onRepair()
    if (card.button === 'models') return onModels()
    const reply =
      card.button === 'stop'
        ? await api.ask('stopIndexing', undefined)
        : card.button === 'resume'
          ? await api.ask('pause', { untilMs: null })
          : await api.ask('updateNow', undefined)
    setMessage(reply.ok ? '' : reply.message)
  }
  return (
    <>
      <section className={`status-card is-${card.kind}`} aria-label={t('card.name')}>
        <CardIcon kind={card.kind} />
        <div className="status-card-words">
          <p className="status-card-sentence">{card.sentence}</p>
          {card.details !== '' && <p className="status-card-details">{card.details}</p>}
          {running?.currentPath != null && (
            <p className="status-card-details">
              <bdi className="status-card-file" title={running.currentPath}>
                {running.currentPath}
              </bdi>
            </p>
          )}
          {running !== null && <p className="status-card-details">{t('card.updated', { count: seconds })}</p>}
        </div>
        {card.button !== 'none' && (
          <button type="button" className="button" onClick={() => void press()}>
            {t(buttonTexts[card.button])}
          </button>
        )}
      </section>
      {message !== '' && (
        <p className="page-problem" role="alert">
          {message}
        </p>
      )}
      <WhyField api={api} />
      {status !== null && <SourceTable api={api} status={status} onChoose={sources.choose} />}
      <ConsentCards api={api} about={status?.folders.join('\n')} />
      {status !== null && status.library.errors > 0 && <ProblemList api={api} count={status.library.errors} />}
    </>
  )
}

function CardIcon({ kind }: Pick<StatusCard, 'kind'>) {
  if (kind === 'working' || kind === 'checking')
    return <SpinnerIcon size={22} className="status-card-icon is-turning" />
  if (kind === 'waiting') return <PauseIcon size={22} className="status-card-icon" />
  if (kind === 'ready') return <DoneIcon size={22} className="status-card-icon" />
  return <AlertIcon size={22} className="status-card-icon" />
}
