import { useState } from 'react'
import type { AppSettings, SearchSpeed, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { ChoiceSetting } from '../settings/controls.tsx'
import { bytesText, countText, percentText } from '../ui/number-text.ts'
import { Problem } from '../ui/problem.tsx'
import { useAsking } from '../ui/use-asking.ts'

interface CacheDialProps {
  readonly api: WindowApi
  readonly settings: AppSettings
  change(wanted: Partial<AppSettings>): void
}

const cacheSizes = [0, 50_000_000, 200_000_000, 1_000_000_000]

/** Space for speed: how much is kept of embeddings, and how fast searches are with that on this machine. */
export function CacheDial({ api, settings, change }: CacheDialProps) {
  const [measured, setMeasured] = useState<ReadonlyMap<string, SearchSpeed>>(new Map())
  const { settle, isAsking, message } = useAsking()
  const chosen = String(settings.hotCacheBytes)
  async function measure(): Promise<void> {
    const speed = await settle(api.ask('searchSpeed', undefined))
    if (speed !== null) setMeasured((old) => new Map(old).set(chosen, speed))
  }
  return (
    <section>
      <h2 className="page-heading">{t('storage.dial')}</h2>
      <ChoiceSetting
        label={t('storage.cache')}
        note={t('storage.cacheNote')}
        value={chosen}
        choices={[['null', cacheName(null)], ...cacheSizes.map((bytes) => [String(bytes), cacheName(bytes)] as const)]}
        onChange={(value) => change({ hotCacheBytes: value === 'null' ? null : Number(value) })}
      />
      <div className="page-line">
        <span className="page-note">{t('storage.measureNote')}</span>
        <button type="button" className="button" disabled={isAsking} onClick={() => void measure()}>
          {isAsking ? t('storage.measuring') : t('storage.measure')}
        </button>
      </div>
      <Problem message={message} />
      <ul role="status">
        {[...measured].map(([size, speed]) => (
          <li key={size} className="page-line">
            <span>{cacheName(size === 'null' ? null : Number(size))}</span>
            <span className="storage-bytes">{speedText(speed)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function cacheName(bytes: number | null): string {
  if (bytes === null) return t('storage.cacheAsIs')
  return bytes === 0 ? t('storage.cacheNone') : bytesText(bytes)
}

function speedText({ searches, medianMs, cachedShare }: SearchSpeed): string {
  if (searches === 0) return t('storage.empty')
  return t('storage.speed', {
    ms: countText(Math.max(1, medianMs)),
    share: percentText(cachedShare),
    n: countText(searches),
  })
}
