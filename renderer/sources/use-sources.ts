import { useCallback, useState } from 'react'
import type { AddedFolder, Reply, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'

/** What became of the folders that were dropped or chosen last. */
export type SourcesState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'adding' }
  | { readonly kind: 'refused'; readonly folders: readonly RefusedFolder[] }
  | { readonly kind: 'failed'; readonly message: string }

interface RefusedFolder {
  readonly path: string
  readonly reason: string
}

export interface Sources {
  readonly state: SourcesState
  /** Adds what was dropped; `files` are the File objects of the drop. */
  drop(files: readonly unknown[]): void
  add(paths: readonly string[]): void
  /** Shows the system's folder chooser. */
  choose(): void
  dismiss(): void
}

/** Adds folders to the library and keeps what was refused until it is dismissed. */
export function useSources(api: WindowApi): Sources {
  const [state, setState] = useState<SourcesState>({ kind: 'idle' })

  const settle = useCallback(async (answer: Promise<Reply<readonly AddedFolder[]>>) => {
    setState({ kind: 'adding' })
    const reply = await answer
    setState(reply.ok ? stateAfter(reply.value) : { kind: 'failed', message: reply.message })
  }, [])

  const add = useCallback((paths: readonly string[]) => void settle(api.ask('addFolders', { paths })), [api, settle])
  const drop = useCallback(
    (files: readonly unknown[]) => {
      const paths = files.map((file) => api.pathForFile(file)).filter((path) => path !== '')
      if (paths.length > 0) add(paths)
      else if (files.length > 0) setState({ kind: 'failed', message: t('drop.browser') })
    },
    [api, add],
  )
  const choose = useCallback(() => void settle(api.ask('chooseFolders', undefined)), [api, settle])
  const dismiss = useCallback(() => setState({ kind: 'idle' }), [])
  return { state, add, drop, choose, dismiss }
}

function stateAfter(added: readonly AddedFolder[]): SourcesState {
  const folders = added.flatMap(({ path, refused }) => (refused === null ? [] : [{ path, reason: refused }]))
  return folders.length === 0 ? { kind: 'idle' } : { kind: 'refused', folders }
}
