import { useEffect, useMemo, useRef } from 'react'
import { moveSelection } from './keys.ts'
import type { Command } from './keys.ts'
import { rowsOf, type Row } from './rows.ts'
import { isCurrent } from './search-state.ts'
import type { Actions } from './use-actions.ts'
import type { Search } from './use-search.ts'

export interface ResultCommands {
  /** The lines of the list on the screen. */
  readonly rows: readonly Row[]
  /** Documents that were found and are not in `rows`; null where all of them always are. */
  readonly hidden: number | null
  /** Index of the selected row; -1 without rows. */
  readonly selected: number
  /** The selected row; null without one. */
  readonly row: Row | null
  /** Does what a key asks of the results; false where there is nothing to do it with. */
  run(command: Command): boolean
  /** Drops an Enter that waits for an answer. */
  forgetWaiting(): void
}

/**
 * What acts on the selection. Enter pressed before any row of the newest question is there means the coming first row, never
 * an old one. `most`: documents that are shown.
 */
export function useResultCommands({ state, select, fold }: Search, actions: Actions, most: number): ResultCommands {
  const { list } = state
  const rows = useMemo(() => (list === null ? [] : rowsOf(list.documents.slice(0, most), list.unfolded)), [list, most])
  const hidden = most === Infinity ? null : Math.max(0, (list?.documents.length ?? 0) - most)
  const selected = Math.min(list?.selected ?? -1, rows.length - 1)
  const row = rows[selected] ?? null
  const waiting = useRef<Command | null>(null)
  const isOld = state.kind === 'searching' && !isCurrent(state)

  useEffect(() => {
    if (isOld) return
    const command = waiting.current
    waiting.current = null
    if (command !== null && rows.length > 0) act(actions, command, rows[0])
  }, [actions, isOld, rows])

  const run = (command: Command): boolean => {
    if (command.kind === 'move' || command.kind === 'select') {
      if (rows.length > 0) select(moveSelection(selected, command, rows.length))
      return rows.length > 0
    }
    if (isOld && (command.kind === 'open' || command.kind === 'reveal')) {
      waiting.current = command
      return true
    }
    if (row === null) return false
    if (command.kind === 'unfold' || command.kind === 'fold') fold(row.document.key, command.kind === 'unfold')
    else act(actions, command, row)
    return true
  }
  const forgetWaiting = (): void => {
    waiting.current = null
  }
  return { rows, hidden, selected, row, run, forgetWaiting }
}

function act(actions: Actions, { kind }: Command, row: Row): void {
  if (isRowCommand(kind)) actions[kind](row)
}

const rowCommands = ['open', 'openWith', 'reveal', 'copy', 'copyLink', 'copyPath', 'copyName'] as const

function isRowCommand(kind: Command['kind']): kind is (typeof rowCommands)[number] {
  return rowCommands.some((name) => name === kind)
}
