import { useEffect, useState } from 'react'
import type { UpdateState, WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import { ButtonSetting } from './button-setting.tsx'
import { SwitchSetting } from './controls.tsx'

interface UpdateSettingProps {
  readonly api: WindowApi
  readonly isOn: boolean
  onChange(isOn: boolean): void
}

/** Newer versions: whether the app looks by itself, and each step by a button of its own. */
export function UpdateSetting({ api, isOn, onChange }: UpdateSettingProps) {
  const { value } = useAsked(api, 'update')
  const [told, setTold] = useState<UpdateState | null>(null)
  useEffect(() => api.on('updateChanged', setTold), [api])
  const { settle, isAsking } = useAsking()
  const state = told ?? value
  if (state === null) return null
  if (state.kind === 'impossible') {
    return <p className="page-note">{t(state.reason === 'not-offered' ? 'update.notOffered' : 'update.impossible')}</p>
  }
  const step = nextStep(state)
  return (
    <>
      <SwitchSetting label={t('update.look')} note={t('update.lookNote')} isOn={isOn} onChange={onChange} />
      <ButtonSetting
        label={t('update.title')}
        note={updateText(state)}
        isOff={isAsking || step === null}
        buttons={[
          {
            key: 'step',
            words: step === null ? t('update.check') : t(step.label),
            press: () => step !== null && void settle(api.ask(step.name, undefined)),
          },
        ]}
      />
    </>
  )
}

type Step = { readonly name: 'checkForUpdate' | 'downloadUpdate' | 'installUpdate'; readonly label: TextKey }

/** What the button does; null while something is under way. */
function nextStep({ kind }: UpdateState): Step | null {
  if (kind === 'checking' || kind === 'loading') return null
  if (kind === 'found') return { name: 'downloadUpdate', label: 'update.download' }
  if (kind === 'ready') return { name: 'installUpdate', label: 'update.install' }
  return { name: 'checkForUpdate', label: 'update.check' }
}

function updateText(state: UpdateState): string {
  switch (state.kind) {
    case 'checking':
      return t('update.checking')
    case 'newest':
      return t('update.newest')
    case 'found':
      return t('update.found', { version: state.version })
    case 'loading':
      return t('update.loading', { version: state.version, percent: state.percent })
    case 'ready':
      return t('update.ready', { version: state.version })
    case 'failed':
      return t('update.failed', { reason: state.message })
    default:
      return t('update.unknown')
  }
}
