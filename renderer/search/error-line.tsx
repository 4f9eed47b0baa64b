import { AlertIcon } from '../ui/icons.tsx'
import './error-line.css'

/** One calm line under the field: what went wrong, in the words of whoever found out. */
export function ErrorLine({ message }: { readonly message: string }) {
  return (
    <p className="error-line" role="alert">
      <AlertIcon size={18} className="error-line-icon" />
      <span>{message}</span>
    </p>
  )
}
