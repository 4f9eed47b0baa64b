import { t } from '../i18n/i18n.ts'
import { AlertIcon } from '../ui/icons.tsx'
import './error-line.css'

interface ErrorLineProps {
  readonly message: string
  /** null: a repair would not help. */
  readonly onRepair: (() => void) | null
}

/** One calm line under the field: what went wrong, in the words of whoever found out. */
export function ErrorLine({ message, onRepair }: ErrorLineProps) {
  return (
    <div className="error-line">
      <AlertIcon size={18} className="error-line-icon" />
      <p className="error-line-text" role="alert">
        {message}
      </p>
      {onRepair !== null && (
        <button type="button" className="button" onClick={onRepair}>
          {t('repair.offer')}
        </button>
      )}
    </div>
  )
}
