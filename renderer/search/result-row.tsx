import { useEffect, useRef } from 'react'
import type { SearchHit } from '../../core/types.ts'
import { DocumentIcon } from '../ui/document-icon.tsx'
import { documentKind } from '../ui/document-kind.ts'
import { Highlight } from '../ui/highlight.tsx'
import { headingText } from './copy-text.ts'
import { placeText } from './place-text.ts'
import { optionId } from './search-bar.tsx'
import './result-row.css'

interface ResultRowProps {
  readonly hit: SearchHit
  readonly index: number
  readonly isSelected: boolean
  readonly folders: readonly string[]
  /** The query's words; null when it has none. */
  readonly pattern: RegExp | null
  onSelect(index: number): void
  onOpen(hit: SearchHit): void
}

/** One passage. The selected row also says why it was found. */
export function ResultRow({ hit, index, isSelected, folders, pattern, onSelect, onOpen }: ResultRowProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  return (
    <div
      ref={row}
      id={optionId(index)}
      className="result-row"
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      onClick={() => onSelect(index)}
      onDoubleClick={() => onOpen(hit)}
    >
      <DocumentIcon kind={documentKind(hit.path)} className="result-row-icon" />
      <div className="result-row-body">
        <p className="result-row-head">
          <span className="result-row-title">
            <Highlight text={hit.title} pattern={pattern} />
          </span>
          {hit.heading !== '' && <span className="result-row-heading">{headingText(hit.heading)}</span>}
        </p>
        <p className="result-row-snippet">
          <Highlight text={hit.snippet} pattern={pattern} />
        </p>
        <p className="result-row-foot">
          <span className="result-row-place" title={hit.path}>
            {placeText(hit.path, folders)}
          </span>
          {isSelected && hit.why !== '' && (
            <span className="result-row-why" title={hit.why}>
              {hit.why}
            </span>
          )}
        </p>
      </div>
    </div>
  )
}
