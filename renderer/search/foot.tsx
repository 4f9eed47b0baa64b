import { primaryKeyText } from './keys.ts'
import type { StatusLine } from './status-text.ts'
import './foot.css'

interface FootProps {
  readonly platform: string
  readonly hasRows: boolean
  readonly hasText: boolean
  readonly status: StatusLine
}

/** Key hints and the one status line. */
export function Foot({ platform, hasRows, hasText, status }: FootProps) {
  const primary = primaryKeyText(platform)
  return (
    <footer className="foot">
      <ul className="foot-hints" aria-label="Keys">
        {hasRows && <Hint keys={['↵']} text="Open" />}
        {hasRows && <Hint keys={[primary, '↵']} text="Show in folder" />}
        {hasRows && <Hint keys={[primary, 'C']} text="Copy" />}
        <Hint keys={['Esc']} text={hasText ? 'Clear' : 'Hide'} />
      </ul>
      <p className={`foot-status is-${status.kind}`} role="status">
        {status.text}
      </p>
    </footer>
  )
}

function Hint({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <li className="foot-hint">
      {keys.map((key) => (
        <kbd key={key} className="foot-key">
          {key}
        </kbd>
      ))}
      <span>{text}</span>
    </li>
  )
}
