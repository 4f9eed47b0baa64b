import type { AppSettings, WindowApi } from '../../electron/contract.ts'
import { languageNames, t, type Language } from '../i18n/i18n.ts'
import { useAsked } from '../ui/use-asked.ts'
import { ChoiceSetting, SwitchSetting } from './controls.tsx'
import { LockSetting } from './lock-setting.tsx'
import { SentRequestList } from './sent-requests.tsx'
import { ShortcutSetting } from './shortcut-setting.tsx'
import { UpdateSetting } from './update-setting.tsx'

interface SectionProps {
  readonly settings: AppSettings
  change(wanted: Partial<AppSettings>): void
}

/** Language, the window, the start, updates. */
export function GeneralSection({ settings, change, api }: SectionProps & { readonly api: WindowApi }) {
  const { value: shortcut } = useAsked(api, 'shortcut', settings)
  const languages = Object.entries(languageNames) as [Language, string][] // Object.entries forgets the keys
  return (
    <>
      <ShortcutSetting
        shortcut={settings.shortcut}
        isUsed={settings.usesShortcut}
        current={shortcut}
        platform={api.platform}
        onChange={(shortcut) => change({ shortcut, usesShortcut: true })}
        onOff={() => change({ usesShortcut: false })}
      />
      <ChoiceSetting
        label={t('settings.language')}
        value={settings.language}
        choices={[['system', t('settings.system')], ...languages]}
        onChange={(language) => change({ language })}
      />
      <SwitchSetting
        label={t('settings.autostart')}
        note={t('settings.autostartNote')}
        isOn={settings.startsWithSystem}
        onChange={(startsWithSystem) => change({ startsWithSystem })}
      />
      <SwitchSetting
        label={t('settings.staysOpen')}
        note={t('settings.staysOpenNote')}
        isOn={settings.staysOpen}
        onChange={(staysOpen) => change({ staysOpen })}
      />
      <SwitchSetting
        label={t('settings.escHides')}
        note={t('settings.escHidesNote')}
        isOn={settings.escHides}
        onChange={(escHides) => change({ escHides })}
      />
      <UpdateSetting
        api={api}
        isOn={settings.looksForUpdates}
        onChange={(looksForUpdates) => change({ looksForUpdates })}
      />
    </>
  )
}

/** Theme and density. */
export function AppearanceSection({ settings, change }: SectionProps) {
  return (
    <>
      <ChoiceSetting
        label={t('settings.theme')}
        value={settings.theme}
        choices={[
          ['system', t('settings.system')],
          ['light', t('settings.light')],
          ['dark', t('settings.dark')],
        ]}
        onChange={(theme) => change({ theme })}
      />
      <ChoiceSetting
        label={t('settings.density')}
        note={t('settings.densityNote')}
        value={settings.density}
        choices={[
          ['comfortable', t('settings.comfortable')],
          ['compact', t('settings.compact')],
        ]}
        onChange={(density) => change({ density })}
      />
    </>
  )
}

/** What leaves this computer, and a lock for the screen. */
export function PrivacySection({ api }: { readonly api: WindowApi }) {
  const { value } = useAsked(api, 'ledger')
  return (
    <>
      <p className="page-lead">{t('privacy.lead')}</p>
      {value !== null && <SentRequestList ledger={value} />}
      <p className="page-note">{t('privacy.log')}</p>
      <LockSetting api={api} />
    </>
  )
}
