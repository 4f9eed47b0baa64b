import type { WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'

interface RightsButtonsProps {
  readonly api: WindowApi
  onRetry(): void
}

/** What helps where the system refused to have something read: its settings on macOS, and another try. */
export function RightsButtons({ api, onRetry }: RightsButtonsProps) {
  return (
    <span className="rights">
      {api.platform === 'darwin' && (
        <button type="button" className="button" onClick={() => void api.ask('showRights', undefined)}>
          {t('rights.settings')}
        </button>
      )}
      <button type="button" className="button" onClick={onRetry}>
        {t('rights.retry')}
      </button>
    </span>
  )
}
