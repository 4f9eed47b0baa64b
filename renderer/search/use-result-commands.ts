import { useEffect, useRef, useState } from 'react'
import type { SearchAnswer, SearchHit } from '../../core/types.ts'
import { moveSelection } from './keys.ts'
import type { Command } from './keys.ts'
import type { Actions } from './use-actions.ts'
import { shownAnswer } from './use-search.ts'
import type { SearchState } from './use-search.ts'

export interface ResultCommands {
  /** The answer on the screen; null without one. */
  readonly answer: SearchAnswer | null
  /** Index of the selected row; -1 without rows. */
  readonly selected: number
  select(index: number): void
  /** Does what a key asks of the results; false where there is nothing to do it with. */
  run(command: Command): boolean
  /** Drops an Enter that waits for an answer. */
  forgetWaiting(): void
}

/**
 * The selection and what acts on it. A new answer starts at its first row. Enter pressed before the answer is there
 * means the coming first row, never an old one.
 */
export function useResultCommands(search: SearchState, actions: Actions): ResultCommands {
  const answer = shownAnswer(search)
  const [selection, setSelection] = useState<{ readonly answer: SearchAnswer | null; readonly index: number }>({
    answer: null,
    index: 0,
  })
  const waiting = useRef<Command | null>(null)
  const rows = answer?.results.length ?? 0
  const selected = rows === 0 ? -1 : selection.answer === answer ? selection.index : 0

  useEffect(() => {
    if (search.kind === 'searching') return
    const command = waiting.current
    waiting.current = null
    if (command !== null && search.kind === 'found' && search.answer.results.length > 0) {
      act(actions, command, search.answer.results[0])
    }
  }, [actions, search])

  const select = (index: number): void => setSelection({ answer, index })
  const run = (command: Command): boolean => {
    if (command.kind === 'move' || command.kind === 'select') {
      if (answer !== null && rows > 0) select(moveSelection(selected, command, rows))
      return rows > 0
    }
    if (search.kind === 'searching' && (command.kind === 'open' || command.kind === 'reveal')) {
      waiting.current = command
      return true
    }
    if (answer === null || rows === 0) return false
    act(actions, command, answer.results[selected])
    return true
  }
  const forgetWaiting = (): void => {
    waiting.current = null
  }
  return { answer, selected, select, run, forgetWaiting }
}

function act(actions: Actions, command: Command, hit: SearchHit): void {
  if (command.kind === 'open') actions.open(hit)
  else if (command.kind === 'reveal') actions.reveal(hit)
  else if (command.kind === 'copy') actions.copy(hit)
}
