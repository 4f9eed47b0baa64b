import type { ErrorCode } from '../../core/types.ts'
import type { AppStatus } from '../../electron/contract.ts'
import { failureText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { holdingsText } from '../sources/progress-text.ts'
import type { StatusState } from '../sources/use-status.ts'
import { countLine } from './count-line.ts'
import type { SearchState } from './search-state.ts'
import type { ActionState } from './use-actions.ts'

/** `shown` on the screen, or `quiet`: only read aloud, because the screen says it elsewhere. */
export interface StatusLine {
  readonly kind: 'shown' | 'quiet'
  readonly text: string
}

/**
 * The one status line: what was just done, else what was found, else what the library holds. It is read aloud, so it
 * does not count along while files are being indexed.
 */
export function statusLine(status: AppStatus | null, search: SearchState, action: ActionState): StatusLine {
  if (action.kind === 'done') return { kind: 'shown', text: action.text }
  const answer = search.list?.answer
  if (answer) return { kind: 'shown', text: countLine(answer, status?.library.documents ?? 0) }
  return { kind: 'quiet', text: status === null || search.kind !== 'empty' ? '' : libraryText(status) }
}

function libraryText(status: AppStatus): string {
  if (status.indexing.kind === 'running') return t('status.indexing')
  return status.folders.length === 0 ? '' : holdingsText(status)
}

/** What went wrong, and of what kind it is where that is known. */
export interface Failure {
  readonly message: string
  readonly code?: ErrorCode
}

/** The line under the field: the newest thing that went wrong, null when all is well. */
export function failureOf(status: StatusState, search: SearchState, action: ActionState): Failure | null {
  if (action.kind === 'failed' || search.kind === 'failed' || status.kind === 'failed')
    return [action, search, status].find((one): one is Failure & typeof one => one.kind === 'failed') ?? null
  const indexing = status.kind === 'ready' ? status.status.indexing : null
  return indexing?.kind === 'failed' ? { ...indexing, message: failureText(indexing) } : null
}
