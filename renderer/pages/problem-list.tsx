import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { FileProblemCode } from '../../core/types.ts'
import type { ToldProblem, WindowApi } from '../../electron/contract.ts'
import { failureText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { fileName, parentText, partNames, stepMark } from '../search/place-text.ts'
import { Steps } from '../search/place.tsx'
import { problemsText } from '../sources/progress-text.ts'
import { useAsked } from '../ui/use-asked.ts'

/** A file whose reason is on one line. */
const lineHeight = 46
const shownLines = 5

/** Reasons that may be gone by now: reading again can help. */
const passing: ReadonlySet<FileProblemCode> = new Set(['unreadable', 'timed-out', 'crashed', 'online-only'])

/** Files that could not be indexed, each with its reason; only what is seen is in the page, since there may be thousands. */
export function ProblemList({ api, count }: { readonly api: WindowApi; readonly count: number }) {
  const { value, message } = useAsked(api, 'problems', count)
  const [words, setWords] = useState('')
  const shown = useMemo(() => (value ?? []).filter((problem) => isAbout(problem, words)), [value, words])
  const mayHelp = (value ?? []).some(({ code }) => passing.has(code))
  return (
    <section>
      <header className="status-head">
        <h2 className="page-heading">{problemsText(count)}</h2>
        <span className="status-tools">
          <input
            className="text-field"
            type="search"
            aria-label={t('problems.filter')}
            placeholder={t('problems.filter')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {mayHelp && (
            <button type="button" className="button" onClick={() => void api.ask('updateNow', undefined)}>
              {t('problems.again')}
            </button>
          )}
        </span>
      </header>
      {message !== '' && <p className="page-problem">{message}</p>}
      <Lines problems={shown} />
    </section>
  )
}

function Lines({ problems }: { readonly problems: readonly ToldProblem[] }) {
  const frame = useRef<HTMLDivElement>(null)
  // What is memoized here is never handed on.
  // oxlint-disable-next-line react/incompatible-library
  const lines = useVirtualizer({
    count: problems.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    // A reason is read to its end: it takes as many lines as it needs.
    measureElement: (line) => (line instanceof HTMLElement ? line.offsetHeight : 0) || lineHeight,
    overscan: 6,
    initialRect: { width: 500, height: lineHeight * shownLines },
  })
  return (
    <div
      ref={frame}
      className="problems"
      style={{ height: Math.min(lines.getTotalSize(), shownLines * lineHeight) + 2 }}
      tabIndex={0}
      role="group"
      aria-label={t('problems.list')}
    >
      <ul style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const { path, part = '', code } = problems[index]
          const reason = failureText(problems[index])
          return (
            <li
              key={`${path}#${part}`}
              ref={lines.measureElement}
              data-index={index}
              className="problem"
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={problems.length}
              aria-posinset={index + 1}
            >
              <p className="problem-name" title={[path, ...partNames(part)].join(stepMark)}>
                <Steps steps={[fileName(path), ...partNames(part)]} />{' '}
                <bdi className="sources-parent">{parentText(path)}</bdi>
              </p>
              <p className="problem-reason">
                <strong>{t(`problem.${code}`)}</strong> <bdi>{reason}</bdi>
              </p>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function isAbout(problem: ToldProblem, words: string): boolean {
  const { path, part = '', code } = problem
  const text = `${path} ${part} ${failureText(problem)} ${t(`problem.${code}`)}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}
