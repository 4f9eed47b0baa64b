import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Place, Reply, WindowApi } from '../../electron/contract.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import type { ForgetSummary } from '../../core/types.ts'
import { ownName } from '../actions/what-applies.ts'
import { documentWhat } from '../pages/forget-what.ts'
import { countText } from '../ui/number-text.ts'
import { copyText, linkText, placeReference } from './copy-text.ts'
import { addressOf } from './place-text.ts'
import { hitOfRow, type Row } from './rows.ts'

export type ActionState =
  | { readonly kind: 'idle' }
  /** Said for a moment in the status line. */
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }

export interface Actions {
  readonly state: ActionState
  open(row: Row): void
  reveal(row: Row): void
  /** Asks which program is to open it. */
  openWith(row: Row): void
  copy(row: Row): void
  copyLink(row: Row): void
  /** Of a page its address. */
  copyPath(row: Row): void
  copyName(row: Row): void
  drag(row: Row): void
  /** Excludes a folder or a file, and forgets what is there. */
  exclude(path: string): void
  /** Leaves a host out of the histories from now on, and takes its pages out. */
  excludeSite(host: string): void
  /** Forgets the document for good, and says how that was made sure of. */
  forgetDocument(row: Row): void
  /** Tells that this was the right result. */
  judge(row: Row): void
  /** Takes that back, and that the document was opened for this query. */
  takeBack(row: Row): void
  /** Whether this was said to be the right result. */
  isJudged(row: Row): boolean
  /** Takes an old message away. */
  forget(): void
}

/** Milliseconds for which what was done is said: longer where there is more to read. */
const doneMs = 1600
const doneMsPerLetter = 25

interface ActionParts {
  /** What the rows were found by; '' where it was no query. */
  readonly query: string
  /** The rows may be others now: something left the library, or their order has learned. */
  onChanged(): void
  /** The person did something with a result of the query. */
  onUsed(query: string): void
}

/** What can be done with a row. */
export function useActions(api: WindowApi, { query, onChanged, onUsed }: ActionParts): Actions {
  const [state, setState] = useState<ActionState>({ kind: 'idle' })
  // The rows take these functions: with every letter of the query other ones would paint every row anew.
  const latest = useRef({ query, onChanged, onUsed })
  useLayoutEffect(() => {
    latest.current = { query, onChanged, onUsed }
  })
  useEffect(() => {
    if (state.kind !== 'done') return
    const timer = setTimeout(() => setState({ kind: 'idle' }), doneMs + state.text.length * doneMsPerLetter)
    return () => clearTimeout(timer)
  }, [state])

  // An answer knows what was told before it; here is what was told since.
  const [judged, setJudged] = useState<ReadonlyMap<string, boolean>>(new Map())
  const settle = useCallback(async <T>(answer: Promise<Reply<T>>, doneText: (value: T) => string) => {
    const reply = await answer
    if (!reply.ok) return setState({ kind: 'failed', message: reply.message })
    const text = doneText(reply.value)
    setState(text === '' ? { kind: 'idle' } : { kind: 'done', text })
  }, [])
  const put = useCallback(
    (text: string, done: TextKey) => void settle(api.ask('copyText', { text }), () => t(done)),
    [api, settle],
  )
  /** What takes documents out. */
  const change = useCallback(
    async <T>(answer: Promise<Reply<T>>, doneText: (value: T) => string) => {
      await settle(answer, doneText)
      latest.current.onChanged()
    },
    [settle],
  )
  const actions = useMemo(() => {
    /** A page has no file: keys that ask for one say so. */
    const ofFile = (row: Row, work: () => void): void =>
      addressOf(row.document) === null ? work() : setState({ kind: 'done', text: t('action.isPage') })
    return {
      open(row: Row) {
        const { query, onUsed } = latest.current
        onUsed(query)
        void settle(api.ask('open', { ...placeOf(row), query }), () => '')
      },
      openWith: (row: Row) => ofFile(row, () => void settle(api.ask('openWith', placeOf(row)), () => '')),
      reveal: (row: Row) => ofFile(row, () => void settle(api.ask('reveal', placeOf(row)), () => '')),
      copy(row: Row) {
        const hit = hitOfRow(row)
        put(hit === null ? placeReference(row.document) : copyText(hit), 'action.passageCopied')
      },
      copyLink: (row: Row) => put(linkText(hitOfRow(row) ?? row.document), 'action.linkCopied'),
      copyPath({ document }: Row) {
        const address = addressOf(document)
        put(address ?? document.path, address === null ? 'action.pathCopied' : 'action.addressCopied')
      },
      copyName: (row: Row) =>
        ofFile(row, () => {
          const name = ownName(row.document)
          if (name === null) setState({ kind: 'done', text: t('action.noName') })
          else put(name, 'action.nameCopied')
        }),
      drag({ document: { path, part } }: Row) {
        void settle(api.ask('drag', { path, part }), () => '')
      },
      exclude: (path: string) => void change(api.ask('exclude', { path }), (count) => t('action.excluded', { count })),
      excludeSite: (host: string) =>
        void change(api.ask('excludeSite', { host }), (count) => t('action.siteExcluded', { host, count })),
      forgetDocument(row: Row) {
        const forgotten = ({ documents, searches }: ForgetSummary): string =>
          t('action.forgotten', {
            documents: t('count.documents', { count: documents, n: countText(documents) }),
            searches: countText(searches),
          })
        void change(api.ask('forget', documentWhat(row.document)), forgotten)
      },
      judge(row: Row) {
        const { query } = latest.current
        void settle(api.ask('judge', toldOf(row, query)), () => {
          setJudged((before) => new Map(before).set(keyOf(row, query), true))
          return t('action.judged')
        })
      },
      takeBack(row: Row) {
        const { query } = latest.current
        void change(api.ask('takeBack', toldOf(row, query)), () => {
          setJudged((before) => new Map(before).set(keyOf(row, query), false))
          return t('action.takenBack')
        })
      },
      forget: () => setState({ kind: 'idle' }),
    }
  }, [api, settle, put, change])
  const isJudged = (row: Row): boolean =>
    judged.get(keyOf(row, query)) ?? row.document.hits.some((hit) => hit.judged === true)
  return { state, ...actions, isJudged }
}

function toldOf({ document: { path, part } }: Row, query: string): { query: string; path: string; part: string } {
  return { query, path, part }
}

function keyOf({ document }: Row, query: string): string {
  return `${query}\n${document.key}`
}

function placeOf(row: Row): Place {
  const { path, part } = row.document
  const { start = 0, page, line } = hitOfRow(row) ?? {}
  return { path, part, start, ...(page !== undefined && { page }), ...(line !== undefined && { line }) }
}
