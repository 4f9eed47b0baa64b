import { useCallback, useEffect, useState } from 'react'
import type { RequestName, Requests, WindowApi } from '../../electron/contract.ts'

/** Requests that ask for nothing but their answer. */
type Question = { [Name in RequestName]: Requests[Name]['ask'] extends void ? Name : never }[RequestName]

/** What was asked for, once it is there. */
export interface Asked<T> {
  /** null until it is known. */
  readonly value: T | null
  /** Why it is not known; '' else. */
  readonly message: string
  again(): void
}

/** The answer to a question without words, asked anew whenever `about` changes. The old answer stays until then. */
export function useAsked<Name extends Question>(
  api: WindowApi,
  name: Name,
  about: unknown = null,
): Asked<Requests[Name]['answer']> {
  const [state, setState] = useState<{ value: Requests[Name]['answer'] | null; message: string }>({
    value: null,
    message: '',
  })
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isWanted = true
    const ask = async (): Promise<void> => {
      // The type of the names says that they ask with nothing.
      const reply = await api.ask(name, undefined as Requests[Name]['ask'])
      if (!isWanted) return
      setState((old) => (reply.ok ? { value: reply.value, message: '' } : { ...old, message: reply.message }))
    }
    void ask()
    return () => {
      isWanted = false
    }
    // Asked anew whenever the last two change.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [api, name, about, round])
  const again = useCallback(() => setRound((round) => round + 1), [])
  return { ...state, again }
}
