import type { NetworkLedger } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { countText, dateTimeText } from '../ui/number-text.ts'

/** What left this computer since the app was first started: host by host, or that nothing did. */
export function SentRequestList({ ledger }: { readonly ledger: NetworkLedger }) {
  const { sent, refused, sinceMs } = ledger
  const total = sent.reduce((sum, { requests }) => sum + requests, 0)
  return (
    <div className="page-card">
      <strong>{t('privacy.total', { count: total, n: countText(total) })}</strong>
      {sent.length > 0 && (
        <ul>
          {sent.map(({ host, by, requests, lastMs }) => (
            <li key={`${host} ${by}`}>
              {t(by === 'updates' ? 'privacy.forUpdates' : 'privacy.forEngine', {
                count: requests,
                n: countText(requests),
                host,
                when: dateTimeText(lastMs),
              })}
            </li>
          ))}
        </ul>
      )}
      <span>{t('privacy.refused', { count: refused, n: countText(refused), since: dateTimeText(sinceMs) })}</span>
    </div>
  )
}
