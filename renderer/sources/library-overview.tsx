import type { AppStatus } from '../../electron/contract.ts'
import { fileName, parentText } from '../search/place-text.ts'
import { FolderIcon } from '../ui/icons.tsx'
import { bytesText, countOf, percentText } from '../ui/number-text.ts'
import { problemsText, summaryText } from './progress-text.ts'
import './library-overview.css'

/** What the library holds; shown while nothing is searched for. */
export function LibraryOverview({ status, onChoose }: { readonly status: AppStatus; readonly onChoose: () => void }) {
  const { library, folders } = status
  return (
    <section className="overview">
      <header className="overview-head">
        <div>
          <h1 className="overview-title">{holdingsText(status)}</h1>
          <p className="overview-text">{stateText(status)}</p>
        </div>
        <button type="button" className="button" onClick={onChoose}>
          Add a folder…
        </button>
      </header>
      <ul className="overview-folders" aria-label="Folders">
        {folders.map((path) => (
          <li key={path} className="overview-folder" title={path}>
            <FolderIcon size={18} className="overview-icon" />
            <span className="overview-name">{fileName(path)}</span>
            <span className="overview-parent">{parentText(path)}</span>
          </li>
        ))}
      </ul>
      {library.textBytes > 0 && <p className="overview-size">{sizeText(status)}</p>}
    </section>
  )
}

/** '3,480 documents in 2 folders'. */
export function holdingsText({ library, folders }: AppStatus): string {
  return `${countOf(library.documents, 'document')} in ${countOf(folders.length, 'folder')}`
}

function stateText({ indexing, library }: AppStatus): string {
  const parts = [
    indexing.kind === 'idle' && indexing.last !== null ? summaryText(indexing.last) : '',
    library.pending > 0 && indexing.kind !== 'running' ? `${countOf(library.pending, 'file')} not indexed yet` : '',
    indexing.kind === 'running' ? 'What is indexed already can be searched now' : problemsText(library.errors),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function sizeText({ library }: AppStatus): string {
  const size = `The index takes ${bytesText(library.bytes.total)}`
  if (library.textBytes < leastTextBytes) return `${size} for ${bytesText(library.textBytes)} of text`
  return `${size}, ${percentText(library.share.total)} of ${bytesText(library.textBytes)} of text`
}

/** Below this the fixed size of an empty database would make any share look absurd. */
const leastTextBytes = 5_000_000
