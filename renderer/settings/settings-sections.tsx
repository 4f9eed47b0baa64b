import type { AppSettings, WindowApi } from '../../electron/contract.ts'
import { languageNames, t, type Language } from '../i18n/i18n.ts'
import { dateTimeText, countText } from '../ui/number-text.ts'
import { useAsked } from '../ui/use-asked.ts'
import { ChoiceSetting, SwitchSetting } from './controls.tsx'
import { ShortcutSetting } from './shortcut-setting.tsx'

interface SectionProps {
  readonly settings: AppSettings
  change(wanted: Partial<AppSettings>): void
}

export function GeneralSection({ settings, change, platform }: SectionProps & { readonly platform: string }) {
  const languages = Object.entries(languageNames) as [Language, string][] // Object.entries forgets the keys
  return (
    <>
      <ShortcutSetting shortcut={settings.shortcut} platform={platform} onChange={(shortcut) => change({ shortcut })} />
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
    </>
  )
}

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

export function SearchSection({ settings, change }: SectionProps) {
  return (
    <SwitchSetting
      label={t('settings.byMeaning')}
      note={t('settings.byMeaningNote')}
      isOn={settings.byMeaning}
      onChange={(byMeaning) => change({ byMeaning })}
    />
  )
}

export function IndexingSection({ settings, change }: SectionProps) {
  return (
    <SwitchSetting
      label={t('settings.slowOnBattery')}
      note={t('settings.slowOnBatteryNote')}
      isOn={settings.slowOnBattery}
      onChange={(slowOnBattery) => change({ slowOnBattery })}
    />
  )
}

/** What leaves this computer: nothing, and a count that shows it. */
export function PrivacySection({ api }: { readonly api: WindowApi }) {
  const { value } = useAsked(api, 'ledger')
  return (
    <>
      <p className="page-lead">{t('privacy.lead')}</p>
      {value !== null && (
        <p className="page-card">
          <strong>{t('privacy.sent')}</strong>
          <span>
            {t('privacy.refused', {
              count: value.refused,
              n: countText(value.refused),
              since: dateTimeText(value.sinceMs),
            })}
          </span>
        </p>
      )}
      <p className="page-note">{t('privacy.log')}</p>
    </>
  )
}
