import type { WindowApi } from '../../electron/contract.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { AlertIcon, CloseIcon } from '../ui/icons.tsx'
import { RightsButtons } from './rights-buttons.tsx'
import type { SourcesState } from './use-sources.ts'
import './notices.css'

interface NoticesProps {
  readonly api: WindowApi
  readonly state: SourcesState
  /** Asks for these paths once more. */
  onRetry(paths: readonly string[]): void
  onDismiss(): void
}

/** Folders that were not added, each with its reason, until the person takes the note away. */
export function Notices({ api, state, onRetry, onDismiss }: NoticesProps) {
  if (state.kind !== 'refused' && state.kind !== 'failed') return null
  const unreadable =
    state.kind === 'refused' ? state.folders.filter(({ reason }) => reason.code === 'root.noRight') : []
  return (
    <div className="notices" role="alert">
      <AlertIcon className="notices-icon" size={18} />
      {state.kind === 'failed' ? (
        <p className="notices-text">{state.message}</p>
      ) : (
        <ul className="notices-text">
          {state.folders.map(({ path, reason }) => (
            <li key={path}>
              <strong>{path}</strong> {t('notices.refused', { reason: saidText(reason) })}
            </li>
          ))}
        </ul>
      )}
      {unreadable.length > 0 && <RightsButtons api={api} onRetry={() => onRetry(unreadable.map(({ path }) => path))} />}
      <button type="button" className="notices-close" aria-label={t('notices.dismiss')} onClick={onDismiss}>
        <CloseIcon size={16} />
      </button>
    </div>
  )
}
