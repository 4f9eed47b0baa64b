import { useState } from 'react'
import type { Reply, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'
import { ButtonSetting } from './button-setting.tsx'
import { ProviderSetting } from './provider-setting.tsx'
import './advanced-section.css'

/** Settings as a file, the library's own files, the log, and what helps to find a fault. */
export function AdvancedSection({ api, onRepair }: { readonly api: WindowApi; readonly onRepair: () => void }) {
  const { settle, isAsking, message } = useAsking()
  const [done, setDone] = useState('')
  const [diagnostics, setDiagnostics] = useState<string | null>(null)
  async function save(answer: Promise<Reply<string | null>>): Promise<void> {
    const path = await settle(answer)
    setDone(path === null ? '' : t('advanced.saved', { path }))
  }
  async function load(): Promise<void> {
    const settings = await settle(api.ask('importSettings', undefined))
    setDone(settings === null ? '' : t('advanced.loaded'))
  }
  return (
    <>
      <Problem message={message} />
      <p className="page-note" role="status">
        {done}
      </p>
      <ButtonSetting
        label={t('advanced.settings')}
        note={t('advanced.settingsNote')}
        isOff={isAsking}
        buttons={[
          { words: t('advanced.export'), press: () => void save(api.ask('exportSettings', undefined)) },
          { words: t('advanced.import'), press: () => void load() },
        ]}
      />
      <ProviderSetting api={api} />
      <ButtonSetting
        label={t('advanced.library')}
        note={t('advanced.libraryNote')}
        isOff={false}
        buttons={[{ words: t('advanced.check'), press: onRepair }]}
      />
      <ButtonSetting
        label={t('advanced.log')}
        note={t('privacy.log')}
        isOff={isAsking}
        buttons={[{ words: t('action.reveal'), press: () => void settle(api.ask('showLog', undefined)) }]}
      />
      <ButtonSetting
        label={t('advanced.diagnostics')}
        note={t('advanced.diagnosticsNote')}
        isOff={isAsking}
        buttons={[
          {
            words: t('advanced.look'),
            press: () => void settle(api.ask('diagnostics', undefined)).then((text) => setDiagnostics(text)),
          },
          { words: t('advanced.export'), press: () => void save(api.ask('exportDiagnostics', undefined)) },
        ]}
      />
      {diagnostics !== null && (
        <pre className="diagnostics" tabIndex={0} role="region" aria-label={t('advanced.diagnostics')}>
          {diagnostics}
        </pre>
      )}
    </>
  )
}
