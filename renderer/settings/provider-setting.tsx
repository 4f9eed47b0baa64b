import { useState } from 'react'
import type { ProviderChoice, ProviderChoices, Reply, WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'
import { ButtonSetting } from './button-setting.tsx'
import { ChoiceSetting } from './controls.tsx'
import './provider-setting.css'

type Provider = ProviderChoice['provider']

const names: Readonly<Record<Provider, TextKey>> = {
  cpu: 'providers.cpu',
  webgpu: 'providers.webgpu',
  cuda: 'providers.cuda',
  coreml: 'providers.coreml',
  dml: 'providers.dml',
}

/** What can run the model on this machine, how fast, why others are not used, and which one is. Nothing is tried before it is asked for. */
export function ProviderSetting({ api }: { readonly api: WindowApi }) {
  const { settle, isAsking, message } = useAsking()
  const [found, setFound] = useState<ProviderChoices | null>(null)
  async function show(answer: Promise<Reply<ProviderChoices>>): Promise<void> {
    const choices = await settle(answer)
    if (choices !== null) setFound(choices)
  }
  const look = (isAgain: boolean): void => void show(api.ask('providers', { isAgain }))
  return (
    <>
      <ButtonSetting
        label={t('providers.title')}
        note={t('providers.note')}
        isOff={isAsking}
        buttons={[
          {
            key: 'look',
            words: isAsking ? t('providers.trying') : found === null ? t('advanced.look') : t('providers.again'),
            press: () => look(found !== null),
          },
        ]}
      />
      <Problem message={message} />
      {found !== null && (
        <>
          <ul className="page-list" aria-label={t('providers.title')}>
            {found.rows.map((row) => (
              <li key={row.provider} className="page-line">
                <span>{t(names[row.provider])}</span>
                <span
                  className={row.provider === found.chosen ? 'provider-state is-used' : 'provider-state'}
                  dir="auto"
                >
                  {stateText(row, found)}
                </span>
              </li>
            ))}
          </ul>
          <ChoiceSetting
            label={t('providers.use')}
            value={found.wanted ?? 'auto'}
            choices={choicesOf(found)}
            onChange={(name) => void show(api.ask('useProvider', { name }))}
          />
        </>
      )}
    </>
  )
}

function choicesOf({ rows }: ProviderChoices): (readonly [Provider | 'auto', string])[] {
  const usable = rows.filter(({ refused }) => refused === null)
  return [['auto', t('providers.auto')], ...usable.map(({ provider }) => [provider, t(names[provider])] as const)]
}

function stateText({ provider, chunksPerSecond, refused }: ProviderChoice, { chosen }: ProviderChoices): string {
  if (refused !== null && provider !== chosen) return t('providers.notUsed', { reason: refused })
  const speed = chunksPerSecond === null ? '' : t('providers.rate', { n: countText(Math.round(chunksPerSecond)) })
  return [speed, provider === chosen ? t('providers.used') : ''].filter((part) => part !== '').join(' · ')
}
