import type { ReactNode } from 'react'
import type { TextPassage } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { headingText } from '../search/copy-text.ts'
import { Highlight } from '../ui/highlight.tsx'
import { sentenceIn, type Range } from './best-sentence.ts'
import { codeTokens, type Token } from './code-tokens.ts'
import { blocksOf, type Delimiter } from './table-blocks.ts'

interface PassageTextProps {
  readonly passage: TextPassage
  /** '' where the passage before had the same. */
  readonly heading: string
  /** The passage that was found. */
  readonly isHit: boolean
  /** The sentence of it that answers best; '' where none is known. */
  readonly best: string
  readonly isCode: boolean
  /** What is between the cells of its tables. */
  readonly delimiter: Delimiter
  /** Its disk is not there now. */
  readonly isAway: boolean
  readonly pattern: RegExp | null
}

/** One passage of a document as it is written, its best sentence and the words marked. */
export function PassageText({ passage, heading, isHit, best, isCode, delimiter, isAway, pattern }: PassageTextProps) {
  return (
    <div className="passage" dir="auto" {...(isHit && { 'data-hit': '', 'aria-current': 'true' })}>
      {heading !== '' && <p className="passage-heading">{headingText(heading)}</p>}
      {passage.text === null ? (
        <p className="preview-note">{t(isAway ? 'results.awayLong' : 'preview.gone')}</p>
      ) : isCode ? (
        <Code text={passage.text} best={best} pattern={pattern} />
      ) : (
        <Prose text={passage.text.trim().normalize('NFC')} best={best} delimiter={delimiter} pattern={pattern} />
      )}
    </div>
  )
}

interface TextProps {
  readonly text: string
  readonly best: string
  readonly pattern: RegExp | null
}

function Prose({ text, best, delimiter, pattern }: TextProps & { readonly delimiter: Delimiter }) {
  const range = bestIn(text, best)
  return blocksOf(text, delimiter).map((block) =>
    block.kind === 'text' ? (
      <p key={block.range.start} className="passage-text">
        <Marked text={text} range={block.range} best={range} pattern={pattern} />
      </p>
    ) : (
      <table key={block.rows[0][0].start} className="passage-table">
        <tbody>
          {block.rows.map((cells) => (
            <tr key={cells[0].start}>
              {cells.map((cell) => (
                <td key={cell.start} dir="auto">
                  <Marked text={text} range={cell} best={range} pattern={pattern} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    ),
  )
}

interface MarkedProps {
  readonly text: string
  /** What is shown of it. */
  readonly range: Range
  readonly best: Range
  readonly pattern: RegExp | null
}

function Marked({ text, range: { start, end }, best, pattern }: MarkedProps) {
  const [from, until] = [best.start, best.end].map((at) => Math.min(Math.max(at, start), end))
  return (
    <>
      <Highlight text={text.slice(start, from)} pattern={pattern} />
      <Best isThere={until > from}>
        <Highlight text={text.slice(from, until)} pattern={pattern} />
      </Best>
      <Highlight text={text.slice(until, end)} pattern={pattern} />
    </>
  )
}

function Code({ text, best, pattern }: TextProps) {
  const range = bestIn(text, best)
  const tokens = codeTokens(text)
  const part = (from: number, to: number): ReactNode =>
    tokensIn(tokens, { start: from, end: to }).map(({ kind, text }, index) => (
      // Tokens have no name of their own and never change places.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={`code-${kind}`}>
        <Highlight text={text} pattern={pattern} />
      </span>
    ))
  return (
    <pre className="passage-code">
      {part(0, range.start)}
      <Best isThere={range.end > range.start}>{part(range.start, range.end)}</Best>
      {part(range.end, text.length)}
    </pre>
  )
}

function Best({ isThere, children }: { readonly isThere: boolean; readonly children: ReactNode }) {
  return isThere ? (
    <span className="passage-best" data-best="">
      {children}
    </span>
  ) : null
}

/** Empty at the end where there is none. */
function bestIn(text: string, best: string): Range {
  return (best === '' ? null : sentenceIn(text, best)) ?? { start: text.length, end: text.length }
}

/** The tokens, cut where a range begins and ends. */
function tokensIn(tokens: readonly Token[], { start, end }: Range): Token[] {
  let at = 0
  return tokens.flatMap(({ kind, text }) => {
    const from = at
    at += text.length
    const cut = text.slice(Math.max(0, start - from), Math.max(0, end - from))
    return cut === '' ? [] : [{ kind, text: cut }]
  })
}
