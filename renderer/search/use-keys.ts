import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { commandOf, isRightToLeft } from './keys.ts'
import type { Command } from './keys.ts'

interface KeyTarget {
  readonly platform: string
  readonly input: RefObject<HTMLInputElement | null>
  /** Returns false where the command has nothing to act on; the key then keeps its ordinary meaning. */
  run(command: Command): boolean
}

/** Listens on the whole window: the keys work wherever the focus is. What has handled a key itself prevents its default. */
export function useKeys(target: KeyTarget): void {
  const latest = useRef(target)
  // Before the next key can be pressed.
  useLayoutEffect(() => {
    latest.current = target
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const { platform, input, run } = latest.current
      const field = input.current
      const isEditing = field !== null && event.target === field
      const command = commandOf(event, {
        platform,
        isEditing,
        isAtEnd: !isEditing || isCaretAtEnd(field),
        isTextSelected: hasSelectedText(field),
        isOnControl: !isEditing && isControl(event.target),
        isInList: event.target instanceof Element && event.target.closest('[role=listbox]') !== null,
        isRightToLeft: isRightToLeft(field?.value ?? ''),
      })
      if (command !== null && run(command)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('button, input, select, textarea, [role=menuitem]')
}

function isCaretAtEnd(input: HTMLInputElement): boolean {
  return input.selectionStart === input.value.length && input.selectionEnd === input.value.length
}

function hasSelectedText(input: HTMLInputElement | null): boolean {
  if (input !== null && input === document.activeElement && input.selectionStart !== input.selectionEnd) return true
  return document.getSelection()?.isCollapsed === false
}
