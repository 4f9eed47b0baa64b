import { useId, useState } from 'react'
import type { FormEvent } from 'react'
import type { LockState, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import './lock-setting.css'

const choices = [1, 5, 15, 60] as const

/** A lock on the window, and what it is not. */
export function LockSetting({ api }: { readonly api: WindowApi }) {
  const { value, again } = useAsked(api, 'lockState')
  const { settle, message, isAsking } = useAsking()
  if (value === null) return null
  return (
    <section className="lock-setting" aria-labelledby="lock-setting">
      <h3 className="lock-setting-title" id="lock-setting">
        {t('lock.setting')}
      </h3>
      <p className="setting-note">{t('lock.honest')}</p>
      <LockForm
        key={String(value.isSet)}
        state={value}
        isAsking={isAsking}
        onSet={async (wish) => {
          if ((await settle(api.ask('setLock', wish))) !== null) again()
        }}
      />
      {value.isSet && (
        <button type="button" className="button" onClick={() => void settle(api.ask('lock', undefined))}>
          {t('lock.now')}
        </button>
      )}
      <Problem message={message} />
    </section>
  )
}

interface LockWish {
  readonly passphrase: string | null
  readonly current: string | null
  readonly afterMinutes: number | null
}

interface LockFormProps {
  readonly state: LockState
  readonly isAsking: boolean
  onSet(wish: LockWish): Promise<void>
}

function LockForm({ state, isAsking, onSet }: LockFormProps) {
  const id = useId()
  const [current, setCurrent] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [afterMinutes, setAfterMinutes] = useState<number | null>(state.isSet ? state.afterMinutes : 5)
  const wish = { current: state.isSet ? current : null, afterMinutes }
  function submit(event: FormEvent): void {
    event.preventDefault()
    void onSet({ ...wish, passphrase })
    setCurrent('')
    setPassphrase('')
  }
  return (
    <form className="lock-form" onSubmit={submit}>
      {state.isSet && <Secret id={`${id}-old`} label={t('lock.current')} value={current} onChange={setCurrent} />}
      <Secret
        id={`${id}-new`}
        label={t(state.isSet ? 'lock.next' : 'lock.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
      />
      <label htmlFor={`${id}-after`}>{t('lock.after')}</label>
      <select
        id={`${id}-after`}
        className="select"
        value={String(afterMinutes)}
        onChange={({ currentTarget: { value } }) => setAfterMinutes(value === 'null' ? null : Number(value))}
      >
        {choices.map((minutes) => (
          <option key={minutes} value={minutes}>
            {t('lock.minutes', { count: minutes, n: minutes })}
          </option>
        ))}
        <option value="null">{t('lock.never')}</option>
      </select>
      <span className="lock-buttons">
        <button type="submit" className="button" disabled={isAsking || passphrase === ''}>
          {t(state.isSet ? 'lock.change' : 'lock.set')}
        </button>
        {state.isSet && (
          <button
            type="button"
            className="button"
            disabled={isAsking || current === ''}
            onClick={() => void onSet({ ...wish, passphrase: null })}
          >
            {t('lock.remove')}
          </button>
        )}
      </span>
    </form>
  )
}

interface SecretProps {
  readonly id: string
  readonly label: string
  readonly value: string
  onChange(value: string): void
}

function Secret({ id, label, value, onChange }: SecretProps) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text-field"
        type="password"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  )
}
