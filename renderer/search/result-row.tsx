import { memo } from 'react'
import type { SearchHit } from '../../core/types.ts'
import { saidText } from '../i18n/engine-texts.ts'
import { t, textIfAny, type Language } from '../i18n/i18n.ts'
import { DocumentIcon } from '../ui/document-icon.tsx'
import { documentKind } from '../ui/document-kind.ts'
import { Highlight } from '../ui/highlight.tsx'
import { datedText, dayText } from '../ui/number-text.ts'
import { headingText } from './copy-text.ts'
import { addressOf, copyTitles, senderText, wholePlace } from './place-text.ts'
import { Place } from './place.tsx'
import { saysMore } from './page-words.ts'
import { hitOfRow, looksLike, type DocumentRow, type Row } from './rows.ts'
import { rowSnippet } from './row-snippet.ts'
import { optionId } from './search-bar.tsx'
import './result-row.css'

interface ResultRowProps {
  readonly row: Row
  readonly index: number
  /** Rows of the whole list. */
  readonly count: number
  readonly isSelected: boolean
  readonly isUnfolded: boolean
  readonly folders: readonly string[]
  readonly pattern: RegExp | null
  readonly language: Language
  onSelect(index: number): void
  onOpen(row: Row): void
  onDrag(row: Row): void
  onFold(key: string, isUnfolded: boolean): void
}

/** A document with its best passage, or one of its further passages. The selected row also says why it was found. */
export function ResultRow(props: ResultRowProps) {
  const { row, index, count, isSelected, isUnfolded, folders, pattern, language, onSelect, onOpen, onDrag, onFold } =
    props
  const isOwn = row.passage === 0
  return (
    <div
      id={optionId(index)}
      className={isOwn ? 'result-row' : 'result-row is-passage'}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={index + 1}
      draggable
      onDragStart={(event) => {
        const address = addressOf(row.document)
        if (address !== null) return dragAddress(event.dataTransfer, address)
        // The system's own drag, with the file itself, takes over.
        event.preventDefault()
        onDrag(row)
      }}
      onClick={() => onSelect(index)}
      onDoubleClick={() => onOpen(row)}
    >
      <RowContent
        row={row}
        isSelected={isSelected}
        isUnfolded={isUnfolded}
        folders={folders}
        pattern={pattern}
        language={language}
        onFold={onFold}
      />
    </div>
  )
}

/** A page is dragged as a link: into a browser, or into what is written. */
function dragAddress(data: DataTransfer, address: string): void {
  data.effectAllowed = 'copyLink'
  data.setData('text/uri-list', address)
  data.setData('text/plain', address)
}

type RowContentProps = Pick<
  ResultRowProps,
  'row' | 'isSelected' | 'isUnfolded' | 'folders' | 'pattern' | 'language' | 'onFold'
>

/** What is seen of a row. Answers come in two steps for every letter that is typed, and most rows are the same in both. */
const RowContent = memo(function RowContent(props: RowContentProps) {
  const { row, isSelected, isUnfolded, folders, pattern, onFold } = props
  const { document, passage } = row
  const hit = hitOfRow(row)
  const isOwn = passage === 0
  // That another browser has the page too tells nobody where it is.
  const others = document.also.filter(({ uri }) => uri !== document.uri)
  return (
    <>
      {isOwn && <DocumentIcon kind={documentKind(document.kind, document.source)} className="result-row-icon" />}
      <div className="result-row-body">
        {isOwn ? (
          <RowHead document={document} hit={hit} pattern={pattern} />
        ) : (
          hit !== null && passageText(hit) !== '' && <p className="result-row-heading">{passageText(hit)}</p>
        )}
        {hit !== null && (isOwn ? saysMore(hit) : hit.snippet !== '') && (
          <p className="result-row-snippet" dir="auto">
            <Highlight text={rowSnippet(hit, pattern)} pattern={pattern} />
          </p>
        )}
        {isOwn && others.length > 0 && (
          <p className="result-row-also">{t('results.also', { names: copyTitles(others, document) })}</p>
        )}
        <p className="result-row-foot">
          {isOwn && <RowPlace document={document} folders={folders} />}
          {hit?.away === true && (
            <span className="result-row-away" title={t('results.awayLong')}>
              {t('results.away')}
            </span>
          )}
          {isOwn && document.hits.length > 1 && (
            <span
              className="result-row-fold"
              onClick={(event) => {
                event.stopPropagation()
                onFold(document.key, !isUnfolded)
              }}
            >
              {isUnfolded ? t('results.fold') : t('results.unfold', { count: document.hits.length - 1 })}
            </span>
          )}
          {isSelected && hit !== null && hit.why !== '' && (
            <span className="result-row-why" dir="auto" title={saidText(hit.whySaid, hit.why)}>
              {saidText(hit.whySaid, hit.why)}
            </span>
          )}
        </p>
      </div>
    </>
  )
}, isSameContent)

function isSameContent(before: RowContentProps, next: RowContentProps): boolean {
  return (
    before.isSelected === next.isSelected &&
    before.isUnfolded === next.isUnfolded &&
    isSameList(before.folders, next.folders) &&
    before.pattern === next.pattern &&
    before.language === next.language &&
    before.onFold === next.onFold &&
    looksLike(before.row, next.row, next.isSelected)
  )
}

function isSameList(before: readonly string[], next: readonly string[]): boolean {
  return before === next || (before.length === next.length && before.every((path, i) => path === next[i]))
}

/** Where in its document a passage is: headings, page or line; the first line is its beginning, which needs no words. */
function passageText({ heading, page, line = 1 }: SearchHit): string {
  const lineText = line > 1 ? t('results.line', { line }) : ''
  const place = page !== undefined ? t('results.page', { page }) : lineText
  return [headingText(heading), place].filter((part) => part !== '').join(' · ')
}

interface RowHeadProps {
  readonly document: DocumentRow
  readonly hit: SearchHit | null
  readonly pattern: RegExp | null
}

function RowHead({ document, hit, pattern }: RowHeadProps) {
  const kind = textIfAny(`kind.${documentKind(document.kind, document.source)}`)
  return (
    <p className="result-row-head">
      <span className="result-row-title" dir="auto">
        <Highlight text={document.title} pattern={pattern} />
      </span>
      {hit !== null && passageText(hit) !== '' && (
        <span className="result-row-heading" dir="auto">
          {passageText(hit)}
        </span>
      )}
      <span className="result-row-date" title={document.dated > 0 ? datedText(document.dated) : undefined}>
        {kind !== null && <span className="visually-hidden">{kind}, </span>}
        {dayText(document.dated)}
      </span>
    </p>
  )
}

/** Who wrote it, where it is, and which part of its file it is. */
function RowPlace({ document, folders }: Pick<RowHeadProps, 'document'> & { readonly folders: readonly string[] }) {
  const { sender } = document
  return (
    <span className="result-row-place" title={wholePlace(document)}>
      {sender !== null && (
        <>
          <bdi className="result-row-sender">{senderText(sender)}</bdi>
          <span className="result-row-between">{' · '}</span>
        </>
      )}
      <Place placed={document} folders={folders} />
    </span>
  )
}
