import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { commandOf } from './keys.ts'
import type { Command } from './keys.ts'

interface KeyTarget {
  readonly platform: string
  readonly input: RefObject<HTMLInputElement | null>
  /** Returns false where the command has nothing to act on; the key then keeps its ordinary meaning. */
  run(command: Command): boolean
}

/** Listens on the whole window: the keys work wherever the focus is. */
export function useKeys(target: KeyTarget): void {
  const latest = useRef(target)
  useEffect(() => {
    latest.current = target
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { platform, input, run } = latest.current
      const isEditing = event.target === input.current
      const command = commandOf(event, {
        platform,
        isEditing,
        isTextSelected: hasSelectedText(input.current),
        isOnButton: event.target instanceof HTMLButtonElement,
      })
      if (command !== null && run(command)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function hasSelectedText(input: HTMLInputElement | null): boolean {
  if (input !== null && input === document.activeElement && input.selectionStart !== input.selectionEnd) return true
  return document.getSelection()?.isCollapsed === false
}
