import { useState } from 'react'
import type { WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { useAsked } from '../ui/use-asked.ts'

/** What a person excluded, to be taken back, and what is left out anyway. */
export function ExclusionsSection({ api }: { readonly api: WindowApi }) {
  const { value: excluded, message, again } = useAsked(api, 'excluded')
  const [problem, setProblem] = useState('')
  async function include(path: string): Promise<void> {
    const reply = await api.ask('include', { path })
    setProblem(reply.ok ? '' : reply.message)
    again()
  }
  return (
    <>
      <p className="page-lead">{t('exclusions.lead')}</p>
      {(problem || message) !== '' && (
        <p className="page-problem" role="alert">
          {problem || message}
        </p>
      )}
      {excluded !== null && excluded.length === 0 && <p className="page-note">{t('exclusions.none')}</p>}
      <ul className="page-list" aria-label={t('exclusions.list')}>
        {(excluded ?? []).map((path) => (
          <li key={path} className="page-line">
            <bdi className="page-path" title={path}>
              {path}
            </bdi>
            <button
              type="button"
              className="button"
              aria-label={t('exclusions.includeNamed', { path })}
              onClick={() => void include(path)}
            >
              {t('exclusions.include')}
            </button>
          </li>
        ))}
      </ul>
      <h3 className="page-heading">{t('exclusions.usual')}</h3>
      <p className="page-note">{t('exclusions.usualText')}</p>
      <p className="page-note">{t('exclusions.own')}</p>
    </>
  )
}
