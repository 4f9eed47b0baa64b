import { useState } from 'react'
import type { AppStatus, FolderSummary, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { folderName, parentText } from '../search/place-text.ts'
import { bytesText, countText } from '../ui/number-text.ts'
import { useAsked } from '../ui/use-asked.ts'

interface SourceTableProps {
  readonly api: WindowApi
  readonly status: AppStatus
  onChoose(): void
}

/** The library's folders with what is indexed of each. Removing asks once more in place. */
export function SourceTable({ api, status, onChoose }: SourceTableProps) {
  const about = `${status.folders.join('\n')} ${status.indexing.kind} ${status.library.documents}`
  const { value, message, again } = useAsked(api, 'sources', status.indexing.kind === 'running' ? 'running' : about)
  const [asked, setAsked] = useState('')
  const [problem, setProblem] = useState('')
  const sources = value ?? status.folders.map((path) => ({ path, documents: 0, textBytes: 0 }))
  async function remove(path: string): Promise<void> {
    setAsked('')
    const reply = await api.ask('removeFolder', { path })
    setProblem(reply.ok ? '' : reply.message)
    again()
  }
  return (
    <section>
      <header className="status-head">
        <h2 className="page-heading">{t('sources.title')}</h2>
        <button type="button" className="button" onClick={onChoose}>
          {t('sources.add')}
        </button>
      </header>
      {(problem || message) !== '' && (
        <p className="page-problem" role="alert">
          {problem || message}
        </p>
      )}
      <table className="sources">
        <thead>
          <tr>
            <th scope="col">{t('sources.folder')}</th>
            <th scope="col" className="is-number">
              {t('sources.documents')}
            </th>
            <th scope="col" className="is-number">
              {t('sources.text')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('sources.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceLine
              key={source.path}
              source={source}
              name={folderName(source.path, status)}
              isAsked={asked === source.path}
              onAsk={() => setAsked(asked === source.path ? '' : source.path)}
              onRemove={() => void remove(source.path)}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface SourceLineProps {
  readonly source: FolderSummary
  readonly name: string
  /** The person pressed Remove: it asks whether that is meant. */
  readonly isAsked: boolean
  onAsk(): void
  onRemove(): void
}

function SourceLine({ source, name, isAsked, onAsk, onRemove }: SourceLineProps) {
  const { path, documents, textBytes } = source
  return (
    <tr>
      <th scope="row" title={path}>
        <bdi className="sources-name">{name}</bdi> <bdi className="sources-parent">{parentText(path)}</bdi>
      </th>
      <td className="is-number">{countText(documents)}</td>
      <td className="is-number">{bytesText(textBytes)}</td>
      <td className="is-action">
        {isAsked ? (
          <>
            <button type="button" className="button" onClick={onRemove}>
              {t('sources.removeSure', { count: documents, n: countText(documents) })}
            </button>{' '}
            <button type="button" className="button" onClick={onAsk}>
              {t('sources.keep')}
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button is-plain"
            aria-label={t('sources.removeNamed', { name })}
            onClick={onAsk}
          >
            {t('sources.remove')}
          </button>
        )}
      </td>
    </tr>
  )
}
