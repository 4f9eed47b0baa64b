import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { WindowApi } from '../../electron/contract.ts'

/** What `resize` accepts, CSS pixels. */
const lowest = 60
const highest = 720

/** The window follows its content: tells the main process the element's height whenever it changes. */
export function usePanelHeight(api: WindowApi): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (element.current === null) return
    let sent = 0
    const observer = new ResizeObserver(([entry]) => {
      const height = Math.min(Math.max(Math.ceil(entry.borderBoxSize[0].blockSize), lowest), highest)
      if (height === sent) return
      sent = height
      void api.ask('resize', { height })
    })
    observer.observe(element.current, { box: 'border-box' })
    return () => observer.disconnect()
  }, [api])
  return element
}
