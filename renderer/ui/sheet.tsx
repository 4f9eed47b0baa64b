import { useEffect, useRef } from 'react'
import './sheet.css'

interface SheetProps {
  readonly title: string
  readonly children: React.ReactNode
  onCancel(): void
}

/** A question over the window that has to be answered first: the browser's own modal dialog keeps the focus inside and gives it back. */
export function Sheet({ title, children, onCancel }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const { current } = dialog
    current?.showModal()
    // What agrees is what the person came for.
    current?.querySelector<HTMLElement>('.button-primary')?.focus()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onCancel()
      }}
      onKeyDown={(event) => {
        // The window's own keys mean nothing while a question is open.
        event.stopPropagation()
        if (event.key !== 'Escape') return
        event.preventDefault()
        onCancel()
      }}
    >
      <h2 className="sheet-title">{title}</h2>
      {children}
    </dialog>
  )
}
