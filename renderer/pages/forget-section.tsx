import { useState } from 'react'
import type { ForgetSummary, ForgetWhat, SourceStatus } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { bytesText, countText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'
import { examples, sourceText, whatOf } from './forget-what.ts'
import './forget-section.css'

type Kind = 'source' | 'sender' | 'site' | 'page' | 'time'

const kinds = ['source', 'sender', 'site', 'page', 'time'] as const satisfies readonly Kind[]

const kindNames: Readonly<Record<Kind, TextKey>> = {
  source: 'forget.source',
  sender: 'forget.sender',
  site: 'forget.site',
  page: 'forget.page',
  time: 'forget.time',
}

interface ForgetSectionProps {
  readonly api: WindowApi
  readonly sources: readonly SourceStatus[]
  onForgotten?(): void
}

/** Erases a source, a sender, a site, a page or a span of time, and shows how it was made sure that nothing is left. */
export function ForgetSection({ api, sources, onForgotten }: ForgetSectionProps) {
  const [kind, setKind] = useState<Kind>('sender')
  const [words, setWords] = useState('')
  const [span, setSpan] = useState<Span>(noSpan)
  const [isAsked, setIsAsked] = useState(false)
  const [done, setDone] = useState<ForgetSummary | null>(null)
  const { settle, isAsking, message } = useAsking()
  const value = kind === 'source' && words === '' ? (sources[0]?.source ?? '') : words
  const what = kind === 'time' ? spanOf(span) : whatOf(kind, value)
  async function forget(): Promise<void> {
    setIsAsked(false)
    if (what === null) return
    setDone(await settle(api.ask('forget', what)))
    onForgotten?.()
  }
  function choose(kind: Kind): void {
    setKind(kind)
    setWords('')
    setSpan(noSpan)
    setIsAsked(false)
    setDone(null)
  }
  return (
    <section>
      <h2 className="page-heading">{t('forget.title')}</h2>
      <p className="page-note">{t('forget.lead')}</p>
      <form
        className="forget"
        onSubmit={(event) => {
          event.preventDefault()
          if (isAsked) void forget()
          else setIsAsked(what !== null)
        }}
      >
        <select
          className="select"
          aria-label={t('forget.kind')}
          value={kind}
          onChange={(event) => choose(kinds.find((one) => one === event.currentTarget.value) ?? 'sender')}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(kindNames[one])}
            </option>
          ))}
        </select>
        {kind === 'time' && (
          <SpanFields
            span={span}
            onChange={(next) => {
              setSpan(next)
              setIsAsked(false)
            }}
          />
        )}
        {kind === 'source' && (
          <select
            className="select"
            aria-label={t('forget.source')}
            value={value}
            onChange={(event) => setWords(event.currentTarget.value)}
          >
            {sources.map(({ source }) => (
              <option key={source} value={source}>
                {sourceText(source)}
              </option>
            ))}
          </select>
        )}
        {(kind === 'sender' || kind === 'site' || kind === 'page') && (
          <input
            className="text-field forget-words"
            type="text"
            aria-label={t(kindNames[kind])}
            placeholder={examples[kind]}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value)
              setIsAsked(false)
            }}
          />
        )}
        <button
          type="submit"
          className={isAsked ? 'button is-danger' : 'button'}
          disabled={isAsking || what === null}
          aria-live="polite"
        >
          {isAsking ? t('forget.working') : isAsked ? t('forget.sure') : t('forget.forget')}
        </button>
      </form>
      {kind === 'time' && <p className="page-note">{t('forget.timeNote')}</p>}
      <Problem message={message} />
      <div role="status">{done !== null && <Proof summary={done} />}</div>
    </section>
  )
}

/** As the fields have them: local times, '' for an open end. */
interface Span {
  readonly since: string
  readonly until: string
}

const noSpan: Span = { since: '', until: '' }

function SpanFields({ span, onChange }: { readonly span: Span; onChange(span: Span): void }) {
  return (
    <>
      <label className="forget-end">
        <span>{t('forget.since')}</span>
        <input
          className="text-field"
          type="datetime-local"
          value={span.since}
          onChange={(event) => onChange({ ...span, since: event.currentTarget.value })}
        />
      </label>
      <label className="forget-end">
        <span>{t('forget.until')}</span>
        <input
          className="text-field"
          type="datetime-local"
          value={span.until}
          onChange={(event) => onChange({ ...span, until: event.currentTarget.value })}
        />
      </label>
    </>
  )
}

/** What was done to make sure of it. */
function Proof({ summary }: { readonly summary: ForgetSummary }) {
  const { documents, textBytes, searches, filesRead } = summary
  return (
    <p className="forget-proof">
      <strong>
        {t('forget.done', {
          documents: t('count.documents', { count: documents, n: countText(documents) }),
          bytes: bytesText(textBytes),
        })}
      </strong>{' '}
      {t('forget.proof', { searches: countText(searches), files: countText(filesRead) })}
    </p>
  )
}

/** null while no end is named, or the end comes before the beginning. */
function spanOf({ since, until }: Span): ForgetWhat | null {
  const [from, to] = [since, until].map((text) => (text === '' ? null : new Date(text).getTime()))
  if (from === null && to === null) return null
  return from !== null && to !== null && from >= to ? null : { kind: 'time', since: from, until: to }
}
