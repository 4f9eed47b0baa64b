import { useEffect, useState } from 'react'
import type { WindowApi } from '../../electron/contract.ts'
import { t, textIfAny } from '../i18n/i18n.ts'
import { DocumentIcon } from '../ui/document-icon.tsx'
import { documentKind } from '../ui/document-kind.ts'
import { dayText } from '../ui/number-text.ts'
import { wholePlace } from './place-text.ts'
import { Place } from './place.tsx'
import { documentsNamed, type DocumentRow, type Row } from './rows.ts'
import './new-documents.css'

const mostShown = 4

interface NewDocumentsProps {
  readonly api: WindowApi
  /** Nothing is being indexed: what is shown will stay. */
  readonly isIdle: boolean
  readonly folders: readonly string[]
  onOpen(row: Row): void
}

/** The files that were changed last, while nothing is searched for. */
export function NewDocuments({ api, isIdle, folders, onOpen }: NewDocumentsProps) {
  const documents = useNewDocuments(api, isIdle)
  if (documents.length === 0) return null
  return (
    <section className="kept">
      <h2 className="kept-title">{t('newest.title')}</h2>
      <ul aria-label={t('newest.title')}>
        {documents.map((document) => (
          <li key={document.key} className="kept-line">
            <button
              type="button"
              className="kept-query"
              title={wholePlace(document)}
              data-line
              onClick={() => onOpen({ key: `${document.key}@0`, document, passage: 0 })}
            >
              <DocumentIcon kind={documentKind(document.kind, document.source)} />
              <span className="newest-text">
                <bdi className="newest-title">{document.title}</bdi>
                <span className="newest-place">
                  <Place placed={document} folders={folders} />
                </span>
              </span>
              <span className="newest-date">
                <span className="visually-hidden">
                  {textIfAny(`kind.${documentKind(document.kind, document.source)}`)},{' '}
                </span>
                {dayText(document.dated)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Asked for when the window is shown, and after indexing. */
function useNewDocuments(api: WindowApi, isIdle: boolean): readonly DocumentRow[] {
  const [documents, setDocuments] = useState<readonly DocumentRow[]>([])
  useEffect(() => {
    if (!isIdle) return
    let isWanted = true
    const ask = async (): Promise<void> => {
      const reply = await api.ask('newest', { limit: mostShown })
      if (isWanted && reply.ok) setDocuments(documentsNamed(reply.value))
    }
    void ask()
    const stop = api.on('shown', () => void ask())
    return () => {
      isWanted = false
      stop()
    }
  }, [api, isIdle])
  return documents
}
