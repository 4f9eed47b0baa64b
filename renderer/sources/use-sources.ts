import { useCallback, useState } from 'react'
import type { Saying } from '../../core/types.ts'
import type { AddedFolder, Reply, SurveyedPlace, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'

/** What became of the folders that were dropped or chosen last. */
export type SourcesState =
  | { readonly kind: 'idle' }
  /** What was dropped is counted. */
  | { readonly kind: 'counting' }
  /** Counted, and waiting for the person to agree. */
  | { readonly kind: 'counted'; readonly places: readonly SurveyedPlace[] }
  | { readonly kind: 'adding' }
  | { readonly kind: 'refused'; readonly folders: readonly RefusedFolder[] }
  | { readonly kind: 'failed'; readonly message: string }

interface RefusedFolder {
  readonly path: string
  readonly reason: Saying
}

export interface Sources {
  readonly state: SourcesState
  /** Counts what was dropped, then asks; `files` are the File objects of the drop. */
  drop(files: readonly unknown[]): void
  /** Counts what is in places, then asks. */
  survey(paths: readonly string[]): void
  add(paths: readonly string[]): void
  /** Shows the system's folder chooser. */
  choose(): void
  dismiss(): void
}

/** Adds folders to the library and keeps what was refused until it is dismissed. `onFile` hears of a single file that was dropped. */
export function useSources(api: WindowApi, onFile: ((path: string) => void) | null): Sources {
  const [state, setState] = useState<SourcesState>({ kind: 'idle' })

  const settle = useCallback(async (answer: Promise<Reply<readonly AddedFolder[]>>) => {
    setState({ kind: 'adding' })
    const reply = await answer
    setState(reply.ok ? stateAfter(reply.value) : { kind: 'failed', message: reply.message })
  }, [])

  const add = useCallback((paths: readonly string[]) => void settle(api.ask('addFolders', { paths })), [api, settle])
  const survey = useCallback(
    (paths: readonly string[]) => {
      const ask = async (): Promise<void> => {
        setState({ kind: 'counting' })
        const reply = await api.ask('survey', { paths })
        if (!reply.ok) return setState({ kind: 'failed', message: reply.message })
        const [first] = reply.value
        const isOneFile = reply.value.length === 1 && first.kind === 'file'
        if (isOneFile && onFile !== null) {
          setState({ kind: 'idle' })
          onFile(first.path)
        } else {
          setState(surveyed(reply.value))
        }
      }
      void ask()
    },
    [api, onFile],
  )
  const drop = useCallback(
    (files: readonly unknown[]) => {
      const paths = files.map((file) => api.pathForFile(file)).filter((path) => path !== '')
      if (paths.length > 0) survey(paths)
      else if (files.length > 0) setState({ kind: 'failed', message: t('drop.browser') })
    },
    [api, survey],
  )
  const choose = useCallback(() => void settle(api.ask('chooseFolders', undefined)), [api, settle])
  const dismiss = useCallback(() => setState({ kind: 'idle' }), [])
  return { state, add, drop, survey, choose, dismiss }
}

/** Where nothing can be added there is nothing to ask. */
function surveyed(places: readonly SurveyedPlace[]): SourcesState {
  if (places.some(({ refused }) => refused === null)) return { kind: 'counted', places }
  return { kind: 'refused', folders: places.flatMap(refusedIn) }
}

function refusedIn({ path, refused }: AddedFolder): RefusedFolder[] {
  return refused === null ? [] : [{ path, reason: refused }]
}

function stateAfter(added: readonly AddedFolder[]): SourcesState {
  const folders = added.flatMap(refusedIn)
  return folders.length === 0 ? { kind: 'idle' } : { kind: 'refused', folders }
}
