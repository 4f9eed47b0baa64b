import { t } from '../i18n/i18n.ts'
import { primaryKeyText } from './keys.ts'
import type { StatusLine } from './status-text.ts'
import { Keys } from '../ui/keys.tsx'
import './foot.css'

interface FootProps {
  readonly platform: string
  readonly hasRows: boolean
  readonly hasText: boolean
  /** The arrow that opens the preview. */
  readonly previewKey: string
  readonly isPreviewOpen: boolean
  readonly status: StatusLine
}

/** Key hints and the one status line. */
export function Foot({ platform, hasRows, hasText, previewKey, isPreviewOpen, status }: FootProps) {
  const primary = primaryKeyText(platform)
  const back = isPreviewOpen ? t('foot.closePreview') : hasText ? t('foot.clear') : t('foot.hide')
  return (
    <footer className="foot">
      <ul className="foot-hints" aria-label={t('foot.keys')}>
        {hasRows && <Hint keys={['↵']} text={t('foot.open')} />}
        {hasRows && !isPreviewOpen && <Hint keys={[previewKey]} text={t('foot.preview')} />}
        {hasRows && isPreviewOpen && <Hint keys={[primary, 'G']} text={t('foot.occurrence')} />}
        {hasRows && <Hint keys={[primary, 'K']} text={t('foot.actions')} />}
        <Hint keys={['Esc']} text={back} />
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
      <Keys keys={keys} />
      <span>{text}</span>
    </li>
  )
}
