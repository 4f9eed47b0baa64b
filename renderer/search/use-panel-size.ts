import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { WindowApi, WindowSize } from '../../electron/contract.ts'

/** CSS pixels. */
const lowest = 60
const highest = 720

/** The window follows its content: tells the main process the element's height whenever it changes, and how wide it may be. */
export function usePanelSize(
  api: WindowApi,
  { width, stays, extraWidth, extraHeight }: Omit<WindowSize, 'height'>,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const wanted = useRef({ width, stays, extraWidth, extraHeight })
  const sent = useRef('')
  const tell = useRef((): void => {})
  useEffect(() => {
    tell.current = () => {
      const block = element.current?.getBoundingClientRect().height ?? 0
      const most = highest + wanted.current.extraHeight
      const size: WindowSize = { height: Math.min(Math.max(Math.ceil(block), lowest), most), ...wanted.current }
      const text = JSON.stringify(size)
      if (text === sent.current) return
      sent.current = text
      void api.ask('resize', size)
    }
    if (element.current === null) return
    const observer = new ResizeObserver(() => tell.current())
    observer.observe(element.current, { box: 'border-box' })
    return () => observer.disconnect()
  }, [api])
  useEffect(() => {
    wanted.current = { width, stays, extraWidth, extraHeight }
    tell.current()
  }, [width, stays, extraWidth, extraHeight])
  return element
}
