import { useEffect, useState } from 'react'

export type DropState =
  | { readonly kind: 'idle' }
  /** Something is held over the window; `names` is empty where the system keeps them back until the drop. */
  | { readonly kind: 'over'; readonly names: readonly string[]; readonly count: number }

/** Follows files dragged anywhere over the window and hands over what is dropped. Text dragged about is left alone. */
export function useDrop(onDrop: (files: readonly File[]) => void): DropState {
  const [state, setState] = useState<DropState>({ kind: 'idle' })
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      const next = stateOver(event.dataTransfer)
      setState((old) => (isSame(old, next) ? old : next))
    }
    const leave = (event: DragEvent): void => {
      // Moving between two elements of the window names the next one; leaving the window names none.
      if (event.relatedTarget === null) setState({ kind: 'idle' })
    }
    const drop = (event: DragEvent): void => {
      setState({ kind: 'idle' })
      if (!carriesFiles(event)) return
      event.preventDefault()
      onDrop(Array.from(event.dataTransfer.files))
    }
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onDrop])
  return state
}

function carriesFiles(event: DragEvent): event is DragEvent & { readonly dataTransfer: DataTransfer } {
  return event.dataTransfer !== null && Array.from(event.dataTransfer.types).includes('Files')
}

function stateOver(data: DataTransfer): DropState {
  const items = Array.from(data.items ?? []).filter((item) => item.kind === 'file')
  const names = items.map((item) => item.getAsFile()?.name ?? '').filter((name) => name !== '')
  return { kind: 'over', names, count: items.length }
}

/** dragover comes many times a second; only a change is painted. */
function isSame(a: DropState, b: DropState): boolean {
  return a.kind === 'over' && b.kind === 'over' && a.count === b.count && a.names.join('/') === b.names.join('/')
}
