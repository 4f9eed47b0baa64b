import type { CheckProgress, DamagedPart } from '../../core/types.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { percentText } from '../ui/number-text.ts'
import './check-progress.css'

/** What each part of a library is called. */
export const partNames: Readonly<Record<DamagedPart, TextKey>> = {
  manifest: 'repair.part.manifest',
  catalogue: 'repair.part.catalogue',
  texts: 'repair.part.texts',
  segment: 'repair.part.segment',
  graph: 'repair.part.graph',
  documents: 'repair.part.documents',
  choices: 'repair.part.choices',
  learned: 'repair.part.learned',
  leftover: 'repair.part.leftover',
}

/** How much of the library has been looked at, and what is looked at now. */
export function CheckProgressLine({ progress }: { readonly progress: CheckProgress | null }) {
  const share = progress === null || progress.totalBytes === 0 ? 0 : progress.doneBytes / progress.totalBytes
  const part =
    progress?.kind === 'documents' ? t('repair.comparing') : progress === null ? '' : t(partNames[progress.kind])
  return (
    <div className="check-progress">
      <div
        className="check-progress-track"
        role="progressbar"
        aria-label={t('repair.title')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 1000) / 10}
      >
        <div className="check-progress-bar" style={{ transform: `scaleX(${share})` }} />
      </div>
      <p className="check-progress-text">
        <span>{part}</span>
        <span className="check-progress-share">{percentText(share)}</span>
      </p>
    </div>
  )
}
