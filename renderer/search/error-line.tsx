import { RemedyButton, type Remedy } from '../repair/remedy.tsx'
import { AlertIcon } from '../ui/icons.tsx'
import './error-line.css'

interface ErrorLineProps {
  readonly message: string
  /** null: nothing here helps. */
  readonly remedy: Remedy | null
  onRemedy(remedy: Remedy): void
}

/** One calm line under the field: what went wrong, in the words of whoever found out. */
export function ErrorLine({ message, remedy, onRemedy }: ErrorLineProps) {
  return (
    <div className="error-line">
      <AlertIcon size={18} className="error-line-icon" />
      <p className="error-line-text" role="alert">
        {message}
      </p>
      {remedy !== null && <RemedyButton remedy={remedy} onPress={onRemedy} />}
    </div>
  )
}
