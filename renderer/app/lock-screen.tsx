import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { WindowApi } from '../../electron/contract.ts'
import { t, useLanguage } from '../i18n/i18n.ts'
import { usePanelSize } from '../search/use-panel-size.ts'
import { useSettings } from '../settings/use-settings.ts'
import './lock-screen.css'

interface LockScreenProps {
  readonly api: WindowApi
  readonly canAskSystem: boolean
  /** Why the last try failed; '' else. */
  readonly message: string
  readonly isTrying: boolean
  /** null: ask the system. */
  onUnlock(passphrase: string | null): void
}

/** Asks for the passphrase, in the place of everything else. */
export function LockScreen({ api, canAskSystem, message, isTrying, onUnlock }: LockScreenProps) {
  useLanguage()
  useSettings(api)
  const shell = usePanelSize(api, { width: 'narrow', stays: false, extraWidth: 0, extraHeight: 0 })
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const [passphrase, setPassphrase] = useState('')
  useEffect(() => {
    field.current?.focus()
    return api.on('shown', () => field.current?.focus())
  }, [api])
  useEffect(() => {
    const hide = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) void api.ask('hide', undefined)
    }
    window.addEventListener('keydown', hide)
    return () => window.removeEventListener('keydown', hide)
  }, [api])
  function submit(event: FormEvent): void {
    event.preventDefault()
    onUnlock(passphrase)
    setPassphrase('')
  }
  return (
    <div ref={shell} className="shell">
      <main className="panel">
        <form className="lock-screen" onSubmit={submit}>
          <h1 className="lock-title">{t('lock.title')}</h1>
          <div className="lock-line">
            <label className="visually-hidden" htmlFor={id}>
              {t('lock.passphrase')}
            </label>
            <input
              id={id}
              ref={field}
              className="text-field lock-field"
              type="password"
              autoComplete="off"
              placeholder={t('lock.passphrase')}
              aria-describedby={`${id}-note`}
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
            <button className="button button-primary" type="submit" disabled={isTrying || passphrase === ''}>
              {t('lock.open')}
            </button>
            {canAskSystem && (
              <button className="button" type="button" onClick={() => onUnlock(null)}>
                {t('lock.touchId')}
              </button>
            )}
          </div>
          {message !== '' && (
            <p className="page-problem" role="alert">
              {message}
            </p>
          )}
          <p className="lock-note" id={`${id}-note`}>
            {t('lock.honest')}
          </p>
        </form>
      </main>
    </div>
  )
}
