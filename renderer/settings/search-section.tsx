import { useState } from 'react'
import type { AppSettings, Learning, Reply, WindowApi } from '../../electron/contract.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import { ButtonSetting } from './button-setting.tsx'
import { ChoiceSetting, SwitchSetting, TextSetting } from './controls.tsx'

/** The same in every language. */
const examples = { model: 'llama3.2', url: 'http://127.0.0.1:11434' } as const

interface SearchSectionProps {
  readonly api: WindowApi
  readonly settings: AppSettings
  change(wanted: Partial<AppSettings>): void
}

/** By what is searched, what the order has learned, and who answers questions. */
export function SearchSection({ api, settings, change }: SearchSectionProps) {
  return (
    <>
      <SwitchSetting
        label={t('settings.byMeaning')}
        note={t('settings.byMeaningNote')}
        isOn={settings.byMeaning}
        onChange={(byMeaning) => change({ byMeaning })}
      />
      <LearningSetting api={api} />
      <h2 className="page-heading">{t('answer.settings')}</h2>
      <SwitchSetting
        label={t('answer.row')}
        note={t('answer.rowNote')}
        isOn={settings.answers}
        onChange={(answers) => change({ answers })}
      />
      {settings.answers && <AnswerSettings settings={settings} change={change} />}
    </>
  )
}

function LearningSetting({ api }: { readonly api: WindowApi }) {
  const { value } = useAsked(api, 'learning')
  const [changed, setChanged] = useState<Learning | null>(null)
  const { settle, isAsking, message } = useAsking()
  const learning = changed ?? value
  async function take(answer: Promise<Reply<Learning>>): Promise<void> {
    const next = await settle(answer)
    if (next !== null) setChanged(next)
  }
  if (learning === null) return null
  return (
    <>
      <SwitchSetting
        label={t('learning.opened')}
        note={t('learning.openedNote')}
        isOn={learning.isOn}
        onChange={(isOn) => void take(api.ask('setLearning', { isOn }))}
      />
      <ButtonSetting
        label={t('learning.learned')}
        note={t('learning.judged', { n: countText(learning.judged) })}
        isOff={isAsking}
        buttons={[{ words: t('learning.forget'), press: () => void take(api.ask('forgetLearning', undefined)) }]}
      />
      <Problem message={message === '' ? saidText(learning.trouble) : message} />
    </>
  )
}

function AnswerSettings({ settings, change }: Omit<SearchSectionProps, 'api'>) {
  return (
    <>
      <ChoiceSetting
        label={t('answer.provider')}
        note={settings.answerProvider === 'extract' ? t('answer.extractNote') : t('answer.serverNote')}
        value={settings.answerProvider}
        choices={[
          ['extract', t('answer.extract')],
          ['ollama', t('answer.ollama')],
          ['openai', t('answer.openai')],
        ]}
        onChange={(answerProvider) => change({ answerProvider })}
      />
      {settings.answerProvider !== 'extract' && (
        <>
          <TextSetting
            label={t('answer.model')}
            value={settings.answerModel}
            placeholder={examples.model}
            onChange={(answerModel) => change({ answerModel })}
          />
          <TextSetting
            label={t('answer.url')}
            note={t('answer.urlNote')}
            value={settings.answerUrl}
            placeholder={examples.url}
            onChange={(answerUrl) => change({ answerUrl })}
          />
        </>
      )}
    </>
  )
}
