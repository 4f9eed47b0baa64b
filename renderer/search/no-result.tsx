import type { AppStatus } from '../../electron/contract.ts'
import { phaseText, problemsText } from '../sources/progress-text.ts'
import { countOf } from '../ui/number-text.ts'
import './no-result.css'

/** Says that nothing was found, and only what can still help. */
export function NoResult({ query, status }: { readonly query: string; readonly status: AppStatus | null }) {
  return (
    <section className="no-result">
      <h2 className="no-result-title">No result for “{query}”</h2>
      <ul className="no-result-advice">
        {adviceFor(status).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function adviceFor(status: AppStatus | null): string[] {
  const advice = ['Describe it in other words, or with fewer of them.']
  if (status === null) return advice
  const { indexing, library } = status
  if (indexing.kind === 'running') {
    advice.push(`${phaseText(indexing.progress)} is under way; what it finds appears here by itself.`)
  } else if (library.pending > 0) {
    advice.push(`${countOf(library.pending, 'file')} not indexed yet.`)
  }
  if (library.errors > 0) advice.push(`${problemsText(library.errors)}, so nothing in them can be found.`)
  advice.push('Is it in a folder that is not here? Drop the folder on this window.')
  return advice
}
