import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { AlertIcon, CloseIcon } from '../ui/icons.tsx'
import type { SourcesState } from './use-sources.ts'
import './notices.css'

/** Folders that were not added, each with its reason, until the person takes the note away. */
export function Notices({ state, onDismiss }: { readonly state: SourcesState; readonly onDismiss: () => void }) {
  if (state.kind !== 'refused' && state.kind !== 'failed') return null
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
      <button type="button" className="notices-close" aria-label={t('notices.dismiss')} onClick={onDismiss}>
        <CloseIcon size={16} />
      </button>
    </div>
  )
}
