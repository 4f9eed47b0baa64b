/** Why something was refused, read out at once; nothing without words. */
export function Problem({ message }: { readonly message: string }) {
  if (message === '') return null
  return (
    <p className="page-problem" role="alert">
      {message}
    </p>
  )
}
