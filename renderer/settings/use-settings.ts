import { useCallback, useEffect, useState } from 'react'
import type { AppSettings, WindowApi } from '../../electron/contract.ts'
import { setLanguage } from '../i18n/i18n.ts'

/** The settings, and how to change them. */
export interface SettingsState {
  /** null until they are known. */
  readonly settings: AppSettings | null
  /** Why the last change was refused; '' else. */
  readonly message: string
  change(wanted: Partial<AppSettings>): void
}

/** The app's settings; the page follows those that are about its looks. */
export function useSettings(api: WindowApi): SettingsState {
  const [settings, setSettings] = useState<AppSettings | null>(null)
  const [message, setMessage] = useState('')
  useEffect(() => {
    let isWanted = true
    const unsubscribe = api.on('settingsChanged', setSettings)
    const ask = async (): Promise<void> => {
      const reply = await api.ask('settings', undefined)
      if (isWanted && reply.ok) setSettings(reply.value)
    }
    void ask()
    return () => {
      isWanted = false
      unsubscribe()
    }
  }, [api])
  const change = useCallback(
    (wanted: Partial<AppSettings>) => {
      const ask = async (): Promise<void> => {
        const reply = await api.ask('changeSettings', wanted)
        if (reply.ok) setSettings(reply.value)
        setMessage(reply.ok ? '' : reply.message)
      }
      void ask()
    },
    [api],
  )
  useLooks(settings)
  return { settings, message, change }
}

function useLooks(settings: AppSettings | null): void {
  const { theme = 'system', density = 'comfortable', language = 'system' } = settings ?? {}
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.dataset['density'] = density
  }, [theme, density])
  useEffect(() => {
    if (settings !== null) setLanguage(language)
  }, [settings, language])
}
