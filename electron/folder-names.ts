import { historyAt } from '../core/sources/find-history.ts'
import type { Machine } from '../core/sources/find-mail.ts'

/** What a person knows the histories among some files and folders by, by their paths: 'Firefox, default-release'. */
export function folderNames(paths: readonly string[], machine?: Machine): Record<string, string> {
  const named = paths.flatMap((path) => {
    const history = historyAt(path, machine)
    if (history === null) return []
    const { program, name } = history
    // Opera and Safari have no profile's folder.
    return [[path, name === 'History' ? program : `${program}, ${name}`] as const]
  })
  return Object.fromEntries(named)
}
