import './keys.css'

/** Keys that are pressed together, in the order in which keyboards and their handbooks name them in every language. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="keys" dir="ltr">
      {keys.map((key) => (
        <kbd key={key} className="key">
          {key}
        </kbd>
      ))}
    </span>
  )
}
