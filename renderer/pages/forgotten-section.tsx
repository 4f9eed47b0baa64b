import { useState } from 'react'
import type { ForgottenList, RememberWhat } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { fileName } from '../search/place-text.ts'
import { countText, dateTimeText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'
import { examples, sourceText, whatOf } from './forget-what.ts'
import './forget-section.css'

/** What is known by its fingerprint alone. */
const hashed = ['sender', 'site', 'path'] as const
type Hashed = (typeof hashed)[number]

const kindNames: Readonly<Record<Hashed, TextKey>> = {
  sender: 'forget.sender',
  site: 'forget.site',
  path: 'forget.path',
}

const counts = { sender: 'forgotten.senders', site: 'forgotten.sites', path: 'forgotten.paths' } as const

interface ForgottenSectionProps {
  readonly api: WindowApi
  readonly list: ForgottenList
  onTakenBack(): void
}

/** What the library was told to forget, each to be taken back: sources and times from a list, names by typing them again. */
export function ForgottenSection({ api, list, onTakenBack }: ForgottenSectionProps) {
  const { settle, isAsking, message } = useAsking()
  const [isDone, setDone] = useState(false)
  const numbers: Readonly<Record<Hashed, number>> = { sender: list.senders, site: list.sites, path: list.paths }
  const kinds = hashed.filter((kind) => numbers[kind] > 0)
  const lines = linesOf(list)
  async function takeBack(what: RememberWhat): Promise<void> {
    const isTakenBack = (await settle(api.ask('remember', what))) !== null
    setDone(isTakenBack)
    if (isTakenBack) onTakenBack()
  }
  const isNothing = kinds.length === 0 && lines.length === 0
  if (isNothing && !isDone && message === '') return null
  return (
    <section aria-label={t('forgotten.title')}>
      <h2 className="page-heading">{t('forgotten.title')}</h2>
      {!isNothing && <p className="page-note">{t('forgotten.lead')}</p>}
      {lines.length > 0 && (
        <ul className="page-list" aria-label={t('forgotten.title')}>
          {lines.map(({ key, text, what }) => (
            <li key={key} className="page-line">
              <span dir="auto">{text}</span>
              <button
                type="button"
                className="button"
                aria-label={t('forgotten.takeBackNamed', { what: text })}
                disabled={isAsking}
                onClick={() => void takeBack(what)}
              >
                {t('exclusions.include')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {kinds.length > 0 && (
        <>
          <p className="page-note">
            {kinds.map((kind) => t(counts[kind], { count: numbers[kind], n: countText(numbers[kind]) })).join(' · ')}
            {'. '}
            {t('forgotten.fingerprints')}
          </p>
          <NameForm kinds={kinds} isAsking={isAsking} onTakeBack={takeBack} />
        </>
      )}
      <Problem message={message} />
      <p className="page-note" role="status">
        {isDone && t('forgotten.done')}
      </p>
    </section>
  )
}

interface NameFormProps {
  readonly kinds: readonly Hashed[]
  readonly isAsking: boolean
  onTakeBack(what: RememberWhat): Promise<void>
}

/** A name that was forgotten, typed once more. */
function NameForm({ kinds, isAsking, onTakeBack }: NameFormProps) {
  const [chosen, setChosen] = useState<Hashed>('sender')
  const [words, setWords] = useState('')
  const kind = kinds.includes(chosen) ? chosen : kinds[0]
  const what = kind === undefined ? null : whatOf(kind, words)
  if (kind === undefined) return null
  return (
    <form
      className="forget"
      onSubmit={(event) => {
        event.preventDefault()
        if (what !== null) void onTakeBack(what)
      }}
    >
      <select
        className="select"
        aria-label={t('forgotten.kind')}
        value={kind}
        onChange={(event) => setChosen(hashed.find((one) => one === event.currentTarget.value) ?? 'sender')}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(kindNames[one])}
          </option>
        ))}
      </select>
      <input
        className="text-field forget-words"
        type="text"
        dir="auto"
        spellCheck={false}
        aria-label={t('forgotten.name')}
        placeholder={examples[kind]}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={isAsking || what === null}>
        {t('exclusions.include')}
      </button>
    </form>
  )
}

interface Line {
  readonly key: string
  readonly text: string
  readonly what: RememberWhat
}

function linesOf({ sources, times, documents }: ForgottenList): Line[] {
  return [
    ...sources.map((source) => ({ key: source, text: sourceText(source), what: { kind: 'source', source } as const })),
    ...times.map(({ since, until }) => ({
      key: `${since} ${until}`,
      text: spanText(since, until),
      what: { kind: 'time', since, until } as const,
    })),
    ...documents.map(({ id, path, at }) => ({
      key: id,
      text: documentText(path, at),
      what: { kind: 'listed', id } as const,
    })),
  ]
}

function documentText(path: string, at: number): string {
  const when = dateTimeText(at)
  return path === '' ? t('forgotten.document', { when }) : t('forgotten.documentIn', { file: fileName(path), when })
}

function spanText(since: number | null, until: number | null): string {
  if (since === null) return t('forgotten.before', { until: dateTimeText(until ?? 0) })
  if (until === null) return t('forgotten.from', { since: dateTimeText(since) })
  return t('forgotten.span', { since: dateTimeText(since), until: dateTimeText(until) })
}
