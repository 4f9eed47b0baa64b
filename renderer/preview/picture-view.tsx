import { useMemo } from 'react'
import type { Picture } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'
import { ArrowDownIcon, ArrowUpIcon } from '../ui/icons.tsx'
import { passageBoxes, wordBoxes, type Box } from './page-marks.ts'
import './picture-view.css'

interface PictureViewProps {
  readonly title: string
  readonly picture: Picture
  /** The text of the passage that was found; '' where there is none. */
  readonly passage: string
  /** The sentence of it that answers best; '' where none is known. */
  readonly best: string
  readonly pattern: RegExp | null
  onTurn(page: number): void
}

/** A page as it looks, the passage and the words marked on it; or an image. */
export function PictureView({ title, picture, passage, best, pattern, onTurn }: PictureViewProps) {
  const { url, page, pages, words } = picture
  const lines = useMemo(() => passageBoxes(words, passage), [words, passage])
  const sentence = useMemo(() => passageBoxes(words, best), [words, best])
  const marks = useMemo(() => wordBoxes(words, pattern), [words, pattern])
  const name = pages > 1 ? t('preview.pageOf', { n: countText(page), of: countText(pages) }) : title
  return (
    <figure className="picture">
      <div className="picture-page">
        <img className="picture-image" src={url} alt={name} draggable={false} />
        {lines.map((box) => (
          <span key={keyOf(box)} className="picture-passage" data-hit="" style={placeOf(box)} />
        ))}
        {sentence.map((box) => (
          <span key={keyOf(box)} className="picture-passage" data-best="" style={placeOf(box)} />
        ))}
        {marks.map((box) => (
          <mark key={keyOf(box)} className="picture-mark" style={placeOf(box)} />
        ))}
      </div>
      {pages > 1 && (
        <figcaption className="picture-pages">
          <button
            type="button"
            className="icon-button"
            aria-label={t('preview.pageBefore')}
            disabled={page <= 1}
            onClick={() => onTurn(page - 1)}
          >
            <ArrowUpIcon size={16} />
          </button>
          <span>{name}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={t('preview.pageNext')}
            disabled={page >= pages}
            onClick={() => onTurn(page + 1)}
          >
            <ArrowDownIcon size={16} />
          </button>
        </figcaption>
      )}
    </figure>
  )
}

function placeOf({ x, y, width, height }: Box): React.CSSProperties {
  return { left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }
}

function keyOf({ x, y, width }: Box): string {
  return `${x} ${y} ${width}`
}
