import type { AppSettings, AppStatus, WindowApi } from '../../electron/contract.ts'
import { cachePolicyText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { folderName } from '../search/place-text.ts'
import { leastTextBytes, sizeText } from '../sources/size-text.ts'
import { bytesText, countText, percentText } from '../ui/number-text.ts'
import { useAsked } from '../ui/use-asked.ts'
import { CacheDial } from './cache-dial.tsx'
import { ForgetSection } from './forget-section.tsx'
import { sourceText } from './forget-what.ts'
import { ForgottenSection } from './forgotten-section.tsx'
import { storageParts, vectorBytes } from './storage-figures.ts'
import './storage-page.css'

interface StoragePageProps {
  readonly api: WindowApi
  readonly status: AppStatus | null
  readonly settings: AppSettings
  change(wanted: Partial<AppSettings>): void
}

/** How little the index takes: beside its text, by part, and beside what stored vectors would take. */
export function StoragePage({ api, status, settings, change }: StoragePageProps) {
  const { value: sources } = useAsked(api, 'sources', status?.library.documents)
  const { value: forgotten, again: askForgotten } = useAsked(api, 'forgotten')
  if (status === null) return null
  const { library } = status
  const parts = storageParts(library)
  const vectors = vectorBytes(library)
  const largest = Math.max(library.textBytes, vectors, library.bytes.total, 1)
  const isSmall = library.textBytes < leastTextBytes
  return (
    <>
      <p className="page-lead">{library.documents === 0 ? t('storage.empty') : sizeText(library)}</p>
      <div className="storage" role="list" aria-label={t('storage.picture')}>
        <Bar name={t('storage.text')} bytes={library.textBytes} largest={largest} kind="text" />
        <Bar name={t('storage.vectors')} bytes={vectors} largest={largest} kind="vectors" />
        <div className="storage-line" role="listitem">
          <span className="storage-name">{t('storage.index')}</span>
          <span className="storage-track">
            {parts.map(({ kind, bytes }) => (
              <span key={kind} className={`storage-bar is-${kind}`} style={{ width: widthOf(bytes, largest) }} />
            ))}
          </span>
          <span className="storage-bytes">{bytesText(library.bytes.total)}</span>
        </div>
      </div>
      {isSmall && library.documents > 0 && <p className="page-note">{t('storage.small')}</p>}
      <h2 className="page-heading">{t('storage.parts')}</h2>
      <ul className="storage-legend">
        {parts.map(({ kind, name, bytes }) => (
          <li key={kind} className="storage-part">
            <span className={`storage-dot is-${kind}`} />
            <span className="storage-part-name">{t(name)}</span>
            <span className="storage-bytes">{bytesText(bytes)}</span>
            {!isSmall && <span className="storage-share">{percentText(bytes / library.textBytes)}</span>}
          </li>
        ))}
      </ul>
      {sources !== null && sources.length > 1 && (
        <>
          <h2 className="page-heading">{t('storage.sources')}</h2>
          <div className="storage" role="list" aria-label={t('storage.sources')}>
            {sources.map(({ path, textBytes }) => (
              <Bar
                key={path}
                name={folderName(path, status)}
                bytes={textBytes}
                largest={library.textBytes}
                kind="text"
              />
            ))}
          </div>
        </>
      )}
      {library.sources.length > 0 && (
        <>
          <h2 className="page-heading">{t('storage.bySource')}</h2>
          <ul className="storage-legend">
            {library.sources.map(({ source, documents, textBytes, cacheBytes, cachePolicy }) => (
              <li key={source} className="storage-source">
                <span>
                  {sourceText(source)}
                  {cachePolicy !== '' && (
                    <span className="storage-policy" dir="auto">
                      {cachePolicyText({ source, cachePolicy })}
                    </span>
                  )}
                </span>
                <span className="storage-bytes">
                  {t('count.documents', { count: documents, n: countText(documents) })}
                </span>
                <span className="storage-bytes">{t('storage.ofText', { bytes: bytesText(textBytes) })}</span>
                <span className="storage-bytes">{t('storage.kept', { bytes: bytesText(cacheBytes) })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <CacheDial api={api} settings={settings} change={change} />
      {(library.documents > 0 || status.folders.length > 0) && (
        <ForgetSection api={api} sources={library.sources} onForgotten={askForgotten} />
      )}
      {forgotten !== null && <ForgottenSection api={api} list={forgotten} onTakenBack={askForgotten} />}
    </>
  )
}

interface BarProps {
  readonly name: string
  readonly bytes: number
  readonly largest: number
  readonly kind: string
}

function Bar({ name, bytes, largest, kind }: BarProps) {
  return (
    <div className="storage-line" role="listitem">
      <bdi className="storage-name" title={name}>
        {name}
      </bdi>
      <span className="storage-track">
        <span className={`storage-bar is-${kind}`} style={{ width: widthOf(bytes, largest) }} />
      </span>
      <span className="storage-bytes">{bytesText(bytes)}</span>
    </div>
  )
}

/** At least a line: what is there is seen. */
function widthOf(bytes: number, largest: number): string {
  return bytes === 0 ? '0' : `max(2px, ${(bytes / Math.max(largest, 1)) * 100}%)`
}
