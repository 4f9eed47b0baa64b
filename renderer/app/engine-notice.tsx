import { useEffect, useState } from 'react'
import type { WindowApi } from '../../electron/contract.ts'
import { t, useLanguage } from '../i18n/i18n.ts'
import './engine-notice.css'

/** Long enough to be read. */
const shownMs = 8_000

/** Says that the engine has stopped and what came of it; goes away by itself where it is back. */
export function EngineNotice({ api }: { readonly api: WindowApi }) {
  useLanguage()
  const [stop, setStop] = useState<{ readonly isBack: boolean } | null>(null)
  useEffect(() => api.on('engineStopped', setStop), [api])
  // It is back where it tells something.
  useEffect(() => api.on('statusChanged', () => setStop((stop) => (stop?.isBack === false ? null : stop))), [api])
  useEffect(() => {
    if (stop?.isBack !== true) return
    const timer = setTimeout(() => setStop(null), shownMs)
    return () => clearTimeout(timer)
  }, [stop])
  return (
    <p className={stop === null ? 'visually-hidden' : 'engine-notice'} role="status">
      {stop !== null && t(stop.isBack ? 'engine.back' : 'engine.gone')}
    </p>
  )
}
