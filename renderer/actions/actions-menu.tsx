import { useEffect, useRef } from 'react'
import { t } from '../i18n/i18n.ts'
import { Keys } from '../ui/keys.tsx'
import './actions-menu.css'

export interface MenuAction {
  readonly id: string
  readonly label: string
  /** Keys that do the same without the menu. */
  readonly keys?: readonly string[]
  run(): void
}

interface ActionsMenuProps {
  readonly title: string
  readonly actions: readonly MenuAction[]
  onClose(): void
}

/** What can be done with the selected row. Arrows move, Enter does it, a letter goes to the next that begins so, Esc closes. */
export function ActionsMenu({ title, actions, onClose }: ActionsMenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }, [])
  function press(event: React.KeyboardEvent): void {
    const items = Array.from(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])
    const next = nextItem(event, items)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (next === 'close') onClose()
    else next.focus()
  }
  return (
    <div className="actions-layer" onMouseDown={onClose}>
      <div
        ref={menu}
        className="actions"
        role="menu"
        aria-label={t('actions.name', { title })}
        onKeyDown={press}
        onMouseDown={(event) => event.stopPropagation()}
      >
        <p className="actions-title" aria-hidden="true" dir="auto">
          {title}
        </p>
        {actions.map(({ id, label, keys = [], run }) => (
          <button
            key={id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="actions-item"
            onClick={() => {
              onClose()
              run()
            }}
          >
            <span>{label}</span>
            <span aria-hidden="true">
              <Keys keys={keys} />
            </span>
          </button>
        ))}
      </div>
    </div>
  )
}

/** Where a key leads; undefined for one that is not the menu's. */
function nextItem(event: React.KeyboardEvent, items: readonly HTMLElement[]): HTMLElement | 'close' | undefined {
  const { key } = event
  const at = items.indexOf(document.activeElement as HTMLElement) // indexOf only compares
  if (key === 'Escape' || key === 'Tab') return 'close'
  if (key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) return 'close'
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items[(at - 1 + items.length) % items.length]
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || event.ctrlKey || event.metaKey || key === ' ') return undefined
  const letter = key.toLocaleLowerCase()
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return after.find((item) => item.textContent?.toLocaleLowerCase().startsWith(letter))
}
