import type { Answer, AnswerSource } from '../../core/types.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { CloseIcon, SpinnerIcon } from '../ui/icons.tsx'
import { primaryKeyText } from '../search/keys.ts'
import type { Answering } from './use-answer.ts'
import { Keys } from '../ui/keys.tsx'
import './answer-row.css'

interface AnswerRowProps {
  readonly answering: Answering
  readonly question: string
  readonly platform: string
  /** A citation was pressed: shows its place. */
  onCite(source: AnswerSource): void
}

/** Offers to answer what was typed from the person's own files; quiet until it is asked. */
export function AnswerRow({ answering, question, platform, onCite }: AnswerRowProps) {
  const { state, ask, stop } = answering
  if (state.kind === 'none' || state.question !== question) {
    return (
      <button type="button" className="answer-offer" onClick={() => ask(question)}>
        <span>{t('answer.offer')}</span>
        <span className="answer-keys" aria-hidden="true">
          <Keys keys={[primaryKeyText(platform), 'J']} />
        </span>
      </button>
    )
  }
  return (
    <section className="answer" aria-label={t('answer.name')} aria-busy={state.kind === 'writing'}>
      <div className="answer-body" aria-live="polite" dir="auto">
        {state.kind === 'writing' && (
          <p className="answer-text">
            {state.text === '' && <SpinnerIcon size={15} className="answer-spinner" />}{' '}
            {state.text === '' ? t('answer.writing') : state.text}
          </p>
        )}
        {state.kind === 'failed' && <p className="answer-note">{state.message}</p>}
        {state.kind === 'answered' && <Answered answer={state.answer} onCite={onCite} />}
      </div>
      <button type="button" className="icon-button" aria-label={t('answer.close')} onClick={stop}>
        <CloseIcon size={16} />
      </button>
    </section>
  )
}

function Answered({ answer, onCite }: { readonly answer: Answer; readonly onCite: (source: AnswerSource) => void }) {
  const { sentences, sources, short, provider, noteSaid } = answer
  if (sentences.length === 0) return <p className="answer-note">{t('answer.nothing')}</p>
  const cited = sources.filter(({ isCited }) => isCited)
  return (
    <>
      {short !== null && <p className="answer-short">{short}</p>}
      <p className="answer-text">
        {sentences.map((sentence) => (
          <span
            key={`${sentence.text} ${sentence.sources.join()}`}
            className={`answer-sentence is-${sentence.support}`}
          >
            {sentence.text}
            {sentence.sources.map((number) => {
              const source = sources.find((one) => one.number === number)
              return source === undefined ? null : <Citation key={number} source={source} onCite={onCite} />
            })}{' '}
          </span>
        ))}
      </p>
      {noteSaid !== null && <p className="answer-note">{saidText(noteSaid)}</p>}
      <p className="answer-note">
        {provider === 'extract' ? t('answer.quoted') : t('answer.by', { provider })}{' '}
        {cited.map((source) => (
          <span key={source.number} className="answer-source">
            [{source.number}] <bdi>{source.title}</bdi>
          </span>
        ))}
      </p>
    </>
  )
}

interface CitationProps {
  readonly source: AnswerSource
  onCite(source: AnswerSource): void
}

function Citation({ source, onCite }: CitationProps) {
  return (
    <button
      type="button"
      className="answer-citation"
      aria-label={t('answer.cite', { n: source.number, title: source.title })}
      title={source.title}
      onClick={() => onCite(source)}
    >
      {source.number}
    </button>
  )
}
