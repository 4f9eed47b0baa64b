import type { TextPassage } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { headingText } from '../search/copy-text.ts'
import { Highlight } from '../ui/highlight.tsx'
import { codeTokens } from './code-tokens.ts'

interface PassageTextProps {
  readonly passage: TextPassage
  /** '' where the passage before had the same. */
  readonly heading: string
  /** The passage that was found. */
  readonly isHit: boolean
  readonly isCode: boolean
  readonly pattern: RegExp | null
}

/** One passage of a document as it is written, words marked. */
export function PassageText({ passage, heading, isHit, isCode, pattern }: PassageTextProps) {
  return (
    <div className="passage" dir="auto" {...(isHit && { 'data-hit': '', 'aria-current': 'true' })}>
      {heading !== '' && <p className="passage-heading">{headingText(heading)}</p>}
      {passage.text === null ? (
        <p className="preview-note">{t('preview.gone')}</p>
      ) : isCode ? (
        <pre className="passage-code">
          {codeTokens(passage.text).map(({ kind, text }, index) => (
            // Tokens have no name of their own and never change places.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} className={`code-${kind}`}>
              <Highlight text={text} pattern={pattern} />
            </span>
          ))}
        </pre>
      ) : (
        <p className="passage-text">
          <Highlight text={passage.text.trim()} pattern={pattern} />
        </p>
      )}
    </div>
  )
}
