import type { ReactNode } from 'react'
import './quiet-body.css'

/* What is there while nothing is searched for: lines that arrow keys go through, from the field and back to it. */

const lines = '[data-line]'

/** Focuses the first line; false where there is none. */
export function focusFirstLine(): boolean {
  const line = document.querySelector<HTMLElement>(lines)
  line?.focus()
  return line !== null
}

interface QuietBodyProps {
  readonly children: ReactNode
  /** Above the first line. */
  onLeave(): void
}

/** Arrow keys move between the lines in it; ↑ on the first one leads back to the field. */
export function QuietBody({ children, onLeave }: QuietBodyProps) {
  function press(event: React.KeyboardEvent<HTMLDivElement>): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const all = Array.from(event.currentTarget.querySelectorAll<HTMLElement>(lines))
    const at = all.findIndex((line) => line === document.activeElement)
    if (by === 0 || at < 0 || event.altKey) return
    event.preventDefault()
    if (at + by < 0) onLeave()
    else all[at + by]?.focus()
  }
  return (
    <div className="panel-body quiet-body" onKeyDown={press}>
      {children}
    </div>
  )
}
