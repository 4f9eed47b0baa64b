import { useImperativeHandle, useRef, useState } from 'react'
import type { Ref } from 'react'
import type { DocumentText } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { hitOfRow, type Row } from '../search/rows.ts'
import { ArrowDownIcon, ArrowUpIcon, CloseIcon } from '../ui/icons.tsx'
import { countText } from '../ui/number-text.ts'
import { documentKind } from '../ui/document-kind.ts'
import { bestSentenceOf } from './best-sentence.ts'
import { PassageText } from './passage-text.tsx'
import { delimiterOf } from './table-blocks.ts'
import { PreviewHeader } from './preview-header.tsx'
import { wordBoxes } from './page-marks.ts'
import { ImageView } from './image-view.tsx'
import { PictureView } from './picture-view.tsx'
import { countIn, useOccurrences } from './use-occurrences.ts'
import { usePicture } from './use-picture.ts'
import { useKeptPlace, useScrollToHit } from './use-scroll-to-hit.ts'
import { moreAround, placeKeyOf, type PreviewState } from './use-preview.ts'
import './preview-pane.css'

/** What keys ask of the pane. */
export interface PreviewHandle {
  occurrence(by: 1 | -1): void
  focus(): void
}

interface PreviewPaneProps {
  readonly api: WindowApi
  readonly state: PreviewState
  readonly folders: readonly string[]
  /** The words to mark. */
  readonly pattern: RegExp | null
  readonly ref: Ref<PreviewHandle>
  onMore(by: 1 | -1): void
  onClose(): void
}

/** The document of the selected row, at the passage that was found. */
export function PreviewPane({ api, state, folders, pattern, ref, onMore, onClose }: PreviewPaneProps) {
  const body = useRef<HTMLDivElement>(null)
  const text = state.kind === 'shown' ? state.text : null
  const row = state.kind === 'closed' ? null : state.row
  const start = row === null ? 0 : (hitOfRow(row)?.start ?? 0)
  const { picture, message: noPicture, turn } = usePicture(api, row)
  const [isTextWanted, setIsTextWanted] = useState(false)
  const page = isTextWanted ? null : picture
  const more = page !== null || text === null ? nothingMore : moreAround(text, start)
  const occurrences = useOccurrences(body, {
    shown: page ?? text,
    place: row === null ? '' : placeKeyOf(row),
    more,
    onMore,
  })
  const count = page === null ? countIn(text, pattern) : wordBoxes(page.words, pattern).length
  // Of a document that goes on, there may be more of them.
  const counted = `${countText(count)}${more.above || more.below ? '+' : ''}`
  const best = row === null ? '' : bestSentenceOf(hitOfRow(row))
  const shownPassage = state.kind === 'shown' ? `${placeKeyOf(state.row)} ${page?.page ?? ''} ${best}` : ''
  useScrollToHit(body, shownPassage)
  useKeptPlace(body, text)
  useImperativeHandle(ref, () => ({ occurrence: occurrences.go, focus: () => body.current?.focus() }))
  if (row === null) return null
  const isImage = documentKind(row.document.kind) === 'picture'
  return (
    <section className="preview" aria-label={t('preview.name')}>
      <PreviewHeader document={row.document} recipients={text?.recipients ?? []} folders={folders} />
      <div className="preview-body" ref={body} tabIndex={0} role="document" aria-label={row.document.title}>
        {state.kind === 'failed' && <p className="preview-note">{state.message}</p>}
        {noPicture !== '' && <p className="preview-note">{noPicture}</p>}
        {page !== null && isImage && <ImageView title={row.document.title} picture={page} />}
        {page !== null && !isImage && (
          <PictureView
            title={row.document.title}
            picture={page}
            passage={text === null ? '' : passageAt(text, start)}
            best={best}
            pattern={pattern}
            onTurn={turn}
          />
        )}
        {more.above && <MoreButton name={t('preview.moreAbove')} onPress={() => onMore(-1)} />}
        {page === null && text !== null && <Passages text={text} row={row} start={start} pattern={pattern} />}
        {more.below && <MoreButton name={t('preview.more')} onPress={() => onMore(1)} />}
      </div>
      <footer className="preview-foot">
        <span className="preview-count" aria-live="polite">
          {count > 0 &&
            (occurrences.current === 0
              ? t('preview.occurrences', { count, n: counted })
              : t('preview.occurrence', { n: countText(occurrences.current), of: counted }))}
        </span>
        {picture !== null && (text?.passages.length ?? 0) > 0 && (
          <button type="button" className="button is-plain" onClick={() => setIsTextWanted(!isTextWanted)}>
            {isTextWanted ? t(isImage ? 'preview.asPicture' : 'preview.asPage') : t('preview.asText')}
          </button>
        )}
        <IconButton name={t('preview.before')} isOff={count === 0} onClick={() => occurrences.go(-1)}>
          <ArrowUpIcon size={16} />
        </IconButton>
        <IconButton name={t('preview.next')} isOff={count === 0} onClick={() => occurrences.go(1)}>
          <ArrowDownIcon size={16} />
        </IconButton>
        <IconButton name={t('preview.close')} isOff={false} onClick={onClose}>
          <CloseIcon size={16} />
        </IconButton>
      </footer>
    </section>
  )
}

interface PassagesProps {
  readonly text: DocumentText
  readonly row: Row
  readonly start: number
  readonly pattern: RegExp | null
}

function Passages({ text, row, start, pattern }: PassagesProps) {
  const isCode = documentKind(text.kind) === 'code'
  const name = text.part === '' ? text.path : text.part
  const delimiter = delimiterOf({ kind: text.kind, name }, text.passages[0]?.text ?? '')
  let heading = ''
  return text.passages.map((passage) => {
    const isNew = passage.heading !== heading
    heading = passage.heading
    const isHit = row.document.hits.length > 0 && passage.start <= start && start < passage.end
    return (
      <PassageText
        key={passage.start}
        passage={passage}
        heading={isNew ? passage.heading : ''}
        isHit={isHit}
        best={isHit ? bestSentenceOf(hitOfRow(row)) : ''}
        isCode={isCode}
        delimiter={delimiter}
        isAway={hitOfRow(row)?.away === true}
        pattern={pattern}
      />
    )
  })
}

const nothingMore = { above: false, below: false } as const

function MoreButton({ name, onPress }: { readonly name: string; onPress(): void }) {
  return (
    <button type="button" className="button preview-more" onClick={onPress}>
      {name}
    </button>
  )
}

interface IconButtonProps {
  readonly name: string
  readonly isOff: boolean
  readonly children: React.ReactNode
  onClick(): void
}

function IconButton({ name, isOff, children, onClick }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} disabled={isOff} onClick={onClick}>
      {children}
    </button>
  )
}

function passageAt({ passages }: DocumentText, at: number): string {
  return passages.find(({ start, end }) => start <= at && at < end)?.text ?? ''
}
