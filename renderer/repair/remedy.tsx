import type { ErrorCode, Saying } from '../../core/types.ts'
import { t, type TextKey } from '../i18n/i18n.ts'

/** What a person can do about something that went wrong: a repair, a model, or asking once more. */
export type Remedy = 'repair' | 'models' | 'again'

const texts: Readonly<Record<Remedy, TextKey>> = {
  repair: 'repair.offer',
  models: 'models.choose',
  again: 'search.again',
}

/** What helps with the first of these that it helps with; null: with none. */
export function remedyFor(said: readonly Saying[]): Remedy | null {
  for (const { code } of said) {
    if (code === 'library.learnedDamaged') return 'repair'
    if (code === 'note.noModel' || isOfModel(code)) return 'models'
    if (code === 'note.away') return 'again'
  }
  return null
}

/** Whether a sentence tells what is wrong with the library's model. */
export function isOfModel(code: string): boolean {
  return code.startsWith('model.')
}

/** What helps where something was refused or could not be done; null: nothing here. */
export function remedyForFailure({ code }: { readonly code?: ErrorCode }): Remedy | null {
  if (code === 'library-damaged') return 'repair'
  return code === 'model-missing' || code === 'model-mismatch' ? 'models' : null
}

interface RemedyButtonProps {
  readonly remedy: Remedy
  readonly className?: string
  onPress(remedy: Remedy): void
}

/** The one button that helps. */
export function RemedyButton({ remedy, className = '', onPress }: RemedyButtonProps) {
  return (
    <button type="button" className={`button ${className}`.trim()} onClick={() => onPress(remedy)}>
      {t(texts[remedy])}
    </button>
  )
}
