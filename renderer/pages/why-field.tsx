import { useState } from 'react'
import type { WhyAnswer } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { verdictText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'
import './why-field.css'

/** "Why is my file not found?": a path in, the reason out. */
export function WhyField({ api }: { readonly api: WindowApi }) {
  const [path, setPath] = useState('')
  const [answer, setAnswer] = useState<WhyAnswer | null>(null)
  const { settle, isAsking, message } = useAsking()
  async function ask(asked: string): Promise<void> {
    if (asked.trim() !== '') setAnswer(await settle(api.ask('why', { path: asked.trim() })))
  }
  async function choose(): Promise<void> {
    const chosen = await settle(api.ask('choosePath', { kind: 'file' }))
    if (chosen === null) return
    setPath(chosen)
    await ask(chosen)
  }
  async function takeBack(named: string): Promise<void> {
    if ((await settle(api.ask('include', { path: named }))) !== null) await ask(path)
  }
  const keptOut = answer === null ? null : keptOutPath(answer)
  return (
    <section>
      <h2 className="page-heading">{t('why.title')}</h2>
      <form
        className="why"
        onSubmit={(event) => {
          event.preventDefault()
          void ask(path)
        }}
      >
        <input
          className="text-field why-path"
          type="text"
          dir="auto"
          spellCheck={false}
          aria-label={t('why.path')}
          placeholder={t('why.path')}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <button type="button" className="button" onClick={() => void choose()}>
          {t('why.choose')}
        </button>
        <button type="submit" className="button" disabled={isAsking || path.trim() === ''}>
          {t('why.ask')}
        </button>
      </form>
      <Problem message={message} />
      <div role="status">
        {answer !== null && (
          <p className={answer.verdict === 'indexed' ? 'why-answer is-found' : 'why-answer'} dir="auto">
            {verdictText(answer)}
          </p>
        )}
      </div>
      {keptOut !== null && (
        <button type="button" className="button why-back" disabled={isAsking} onClick={() => void takeBack(keptOut)}>
          {t('exclusions.include')}
        </button>
      )}
    </section>
  )
}

/** The path by which the person excluded or forgot it; null: that is not why. */
function keptOutPath({ said: { code, params } }: WhyAnswer): string | null {
  const isTheirs = code === 'verdict.excluded' || code === 'verdict.forgotten'
  return isTheirs && typeof params.path === 'string' ? params.path : null
}
