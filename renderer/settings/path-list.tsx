interface PathListProps {
  readonly label: string
  readonly paths: readonly string[]
  readonly removeText: string
  /** What taking out a path is called. */
  removeLabel(path: string): string
  onRemove(path: string): void
}

/** Paths, each to be taken out. */
export function PathList({ label, paths, removeText, removeLabel, onRemove }: PathListProps) {
  return (
    <ul className="page-list" aria-label={label}>
      {paths.map((path) => (
        <li key={path} className="page-line">
          <bdi className="page-path" title={path}>
            {path}
          </bdi>
          <button type="button" className="button" aria-label={removeLabel(path)} onClick={() => onRemove(path)}>
            {removeText}
          </button>
        </li>
      ))}
    </ul>
  )
}
