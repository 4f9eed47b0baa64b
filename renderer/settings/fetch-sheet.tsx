import type { ModelChoice } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { bytesText } from '../ui/number-text.ts'
import { Sheet } from '../ui/sheet.tsx'
import './fetch-sheet.css'

interface FetchSheetProps {
  readonly model: ModelChoice
  onFetch(): void
  onCancel(): void
}

/** What would be fetched, from whom, and which bytes alone are taken: asked before the host hears anything. */
export function FetchSheet({ model, onFetch, onCancel }: FetchSheetProps) {
  const { name, host, bytes, licence, files } = model
  const facts: readonly (readonly [string, string])[] = [
    [t('models.host'), host],
    [t('models.size'), bytesText(bytes)],
    [t('models.licence'), licence],
  ]
  return (
    <Sheet title={t('models.fetchTitle', { name })} onCancel={onCancel}>
      <dl className="fetch-facts">
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        {files.map(({ name, sha256 }) => (
          <div key={name}>
            <dt>{t('models.checksum', { name })}</dt>
            <dd className="fetch-checksum">{sha256}</dd>
          </div>
        ))}
      </dl>
      <p className="page-note">{t('models.fetchNote', { host })}</p>
      <div className="sheet-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {t('survey.cancel')}
        </button>
        <button type="button" className="button button-primary" onClick={onFetch}>
          {t('models.fetch')}
        </button>
      </div>
    </Sheet>
  )
}
