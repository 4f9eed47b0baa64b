import { useId, useMemo, useState } from 'react'
import type { LeftOutRule, ReadingRules, WhyAnswer } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { ruleReason, saidText } from '../i18n/engine-texts.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsked } from '../ui/use-asked.ts'
import { useAsking } from '../ui/use-asking.ts'
import { SwitchSetting } from './controls.tsx'
import { PathList } from './path-list.tsx'
import './exclusions-section.css'

/** What a person excluded, each to be taken back, what they add, and every rule that leaves something out by itself. */
export function ExclusionsSection({ api }: { readonly api: WindowApi }) {
  const { value: excluded, message, again } = useAsked(api, 'excluded')
  const { settle, message: problem } = useAsking()
  async function include(path: string): Promise<void> {
    await settle(api.ask('include', { path }))
    again()
  }
  return (
    <>
      <p className="page-lead">{t('exclusions.lead')}</p>
      <Problem message={problem || message} />
      {excluded !== null && excluded.length === 0 && <p className="page-note">{t('exclusions.none')}</p>}
      <PathList
        label={t('exclusions.list')}
        paths={excluded ?? []}
        removeText={t('exclusions.include')}
        removeLabel={(path) => t('exclusions.includeNamed', { path })}
        onRemove={(path) => void include(path)}
      />
      <AddExclusion api={api} onExcluded={again} />
      <RuleList api={api} />
      <p className="page-note">{t('exclusions.own')}</p>
    </>
  )
}

/** A path, counted before it is excluded. */
function AddExclusion({ api, onExcluded }: { readonly api: WindowApi; readonly onExcluded: () => void }) {
  const [path, setPath] = useState('')
  const [effect, setEffect] = useState<WhyAnswer | null>(null)
  const { settle, isAsking, message } = useAsking()
  async function count(path: string): Promise<void> {
    setPath(path)
    if (path !== '') setEffect(await settle(api.ask('why', { path })))
  }
  async function choose(): Promise<void> {
    const chosen = await settle(api.ask('choosePath', { kind: 'folder' }))
    if (chosen !== null) await count(chosen)
  }
  async function exclude(): Promise<void> {
    const left = await settle(api.ask('exclude', { path }))
    if (left === null) return
    setPath('')
    setEffect(null)
    onExcluded()
  }
  return (
    <form
      className="exclude"
      onSubmit={(event) => {
        event.preventDefault()
        void (effect?.path === path ? exclude() : count(path.trim()))
      }}
    >
      <input
        className="text-field exclude-path"
        type="text"
        spellCheck={false}
        aria-label={t('exclusions.path')}
        placeholder={t('exclusions.path')}
        value={path}
        onChange={(event) => {
          setPath(event.currentTarget.value)
          setEffect(null)
        }}
      />
      <button type="button" className="button" onClick={() => void choose()}>
        {t('why.choose')}
      </button>
      <button type="submit" className="button" disabled={isAsking || path.trim() === ''}>
        {effect === null ? t('exclusions.count') : t('exclusions.exclude')}
      </button>
      <p className="page-note" role="status">
        {effect !== null && effectText(effect)}
      </p>
      <Problem message={message} />
    </form>
  )
}

/** What would go, or that there is nothing at the path. */
function effectText({ verdict, documents, said, message }: WhyAnswer): string {
  if (documents === 0 && verdict === 'missing') return saidText(said, message)
  return t('exclusions.effect', { documents: t('count.documents', { count: documents, n: countText(documents) }) })
}

const groups: Readonly<Record<LeftOutRule['group'], TextKey>> = {
  secrets: 'rules.secrets',
  folders: 'rules.folders',
  projects: 'rules.projects',
  files: 'rules.files',
  rules: 'rules.rules',
  pages: 'rules.pages',
}

/** Every rule by its group, each with its reason, to be switched off where that is safe. */
function RuleList({ api }: { readonly api: WindowApi }) {
  const { value: rules, again } = useAsked(api, 'leftOutRules')
  const { value: reading, again: readAgain } = useAsked(api, 'reading')
  const { settle, message } = useAsking()
  const byGroup = useMemo(() => Map.groupBy(rules ?? [], ({ group }) => group), [rules])
  async function change(wanted: Partial<ReadingRules>): Promise<void> {
    await settle(api.ask('setReading', wanted))
    again()
    readAgain()
  }
  if (rules === null || reading === null) return null
  const turn = (name: string, isOn: boolean): Promise<void> =>
    change({ off: isOn ? reading.off.filter((one) => one !== name) : [...reading.off, name] })
  return (
    <>
      <h2 className="page-heading">{t('exclusions.usual')}</h2>
      <Problem message={message} />
      <SwitchSetting
        label={t('exclusions.gitignore')}
        isOn={reading.useGitignore}
        onChange={(useGitignore) => void change({ useGitignore })}
      />
      {[...byGroup].map(([group, list]) => (
        <details key={group} className="rules">
          <summary>
            {t(groups[group])} <span className="rule-reason">{countText(list.length)}</span>
          </summary>
          <ul>
            {list.map((rule) => (
              <li key={rule.name}>
                <label className="rule">
                  <span className="rule-name">{rule.name}</span>
                  <span className="rule-reason">{ruleReason(rule.reason)}</span>
                  <input
                    className="switch"
                    type="checkbox"
                    role="switch"
                    checked={rule.isOn}
                    disabled={group === 'secrets'}
                    onChange={(event) => void turn(rule.name, event.currentTarget.checked)}
                  />
                </label>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <OwnLines
        key={reading.own.join('\n')}
        label={t('exclusions.patterns')}
        own={reading.own}
        onChange={(own) => void change({ own })}
      />
      <OwnLines
        key={`hosts ${reading.hosts.join('\n')}`}
        label={t('exclusions.hosts')}
        own={reading.hosts}
        onChange={(hosts) => void change({ hosts })}
      />
    </>
  )
}

interface OwnLinesProps {
  readonly label: string
  readonly own: readonly string[]
  onChange(own: readonly string[]): void
}

/** The person's own rules, one on each line. */
function OwnLines({ label, own, onChange }: OwnLinesProps) {
  const id = useId()
  const [text, setText] = useState(own.join('\n'))
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const isSame = lines.join('\n') === own.join('\n')
  return (
    <div className="own-rules">
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="text-field"
        rows={3}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button
        type="button"
        className="button"
        disabled={isSame}
        aria-label={t('exclusions.keepNamed', { label })}
        onClick={() => onChange(lines)}
      >
        {t('exclusions.keep')}
      </button>
    </div>
  )
}
