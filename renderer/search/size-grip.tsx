import { useRef } from 'react'
import { defaultSettings, extraBounds } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import type { SettingsState } from '../settings/use-settings.ts'
import './size-grip.css'

/** CSS pixels that an arrow key adds. */
const step = 40
/** Every change is kept on disk and moves the window: not for each pixel of a drag. */
const everyMs = 60

/** The corner by which the person makes the window wider and its lists higher; a double click takes that back. */
export function SizeGrip({ settings }: { readonly settings: SettingsState }) {
  const { extraWidth, extraHeight } = settings.settings ?? defaultSettings
  const drag = useRef({ x: 0, y: 0, width: 0, height: 0, lastMs: 0 })
  function change(width: number, height: number): void {
    settings.change({
      extraWidth: between(width, extraBounds.width),
      extraHeight: between(height, extraBounds.height),
    })
  }
  function follow(event: React.PointerEvent): void {
    const { x, y, width, height } = drag.current
    const side = document.documentElement.dir === 'rtl' ? -1 : 1
    // The window grows around its middle: on both sides at once.
    change(width + 2 * side * (event.screenX - x), height + event.screenY - y)
  }
  return (
    <button
      type="button"
      className="size-grip"
      aria-label={t('window.size')}
      title={t('window.size')}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.screenX, y: event.screenY, width: extraWidth, height: extraHeight, lastMs: 0 }
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        if (event.timeStamp - drag.current.lastMs < everyMs) return
        drag.current.lastMs = event.timeStamp
        follow(event)
      }}
      onPointerUp={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event)
      }}
      onDoubleClick={() => change(0, 0)}
      onKeyDown={(event) => {
        const by = arrows[event.key]
        if (by === undefined) return
        event.preventDefault()
        change(extraWidth + by[0] * step, extraHeight + by[1] * step)
      }}
    />
  )
}

const arrows: Readonly<Record<string, readonly [width: number, height: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

function between(value: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.round(Math.min(Math.max(value, least), most))
}
