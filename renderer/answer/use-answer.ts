import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'

/** Where an answer stands. */
export type AnswerState =
  | { readonly kind: 'none' }
  /** `text`: what is written so far. */
  | { readonly kind: 'writing'; readonly question: string; readonly text: string }
  | { readonly kind: 'answered'; readonly question: string; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly question: string; readonly message: string }

/** The answer, and how to ask for one and end it. */
export interface Answering {
  readonly state: AnswerState
  ask(question: string): void
  /** Ends it and takes it away. */
  stop(): void
}

/** An answer to one question at a time, as it is written; whatever answers any but the newest is dropped. */
export function useAnswer(api: WindowApi): Answering {
  const [state, setState] = useState<AnswerState>({ kind: 'none' })
  const newest = useRef('')
  useEffect(
    () =>
      api.on('answerText', ({ question, text }) => {
        setState((old) =>
          old.kind === 'writing' && old.question === question ? { ...old, text: old.text + text } : old,
        )
      }),
    [api],
  )
  const ask = useCallback(
    (question: string) => {
      newest.current = question
      setState({ kind: 'writing', question, text: '' })
      const wait = async (): Promise<void> => {
        const reply = await api.ask('answer', { question })
        if (newest.current !== question) return
        if (reply.ok) setState({ kind: 'answered', question, answer: reply.value })
        else if (reply.code !== 'cancelled') setState({ kind: 'failed', question, message: reply.message })
      }
      void wait()
    },
    [api],
  )
  const stop = useCallback(() => {
    if (newest.current !== '') void api.ask('stopAnswer', undefined)
    newest.current = ''
    setState({ kind: 'none' })
  }, [api])
  return { state, ask, stop }
}
