import { useEffect, useState } from 'react'
import type { Picture, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { hitOfRow, type Row } from '../search/rows.ts'
import { documentKind } from '../ui/document-kind.ts'
import { placeKeyOf } from './use-preview.ts'

export interface PictureState {
  /** null: there is none, or not yet. */
  readonly picture: Picture | null
  /** Why there is none, of a document that is nothing but a picture; '' else. */
  readonly message: string
  /** Shows another page, from 1. */
  turn(page: number): void
}

const none = { key: '', page: 0 } as const

/** How the document of a row looks, where it is a PDF or an image. */
export function usePicture(api: WindowApi, row: Row | null): PictureState {
  const [shown, setShown] = useState<{ readonly key: string; readonly picture: Picture } | null>(null)
  const [failed, setFailed] = useState({ key: '', message: '' })
  const [wanted, setWanted] = useState<{ readonly key: string; readonly page: number }>(none)
  const key = row !== null && hasPicture(row) ? placeKeyOf(row) : ''
  // A passage may begin on the page before what was found in it.
  const found = row === null ? null : (hitOfRow(row)?.page ?? null)
  const page = wanted.key === key ? wanted.page : found
  useEffect(() => {
    if (row === null || key === '') return
    let isWanted = true
    const ask = async (): Promise<void> => {
      const { path, part } = row.document
      const reply = await api.ask('picture', { path, part, at: hitOfRow(row)?.start ?? 0, page })
      if (!isWanted) return
      if (reply.ok) setShown({ key, picture: reply.value })
      // Of a page that cannot be shown the text is there.
      else setFailed({ key, message: documentKind(row.document.kind) === 'picture' ? t('preview.noPicture') : '' })
    }
    void ask()
    return () => {
      isWanted = false
    }
    // The key says which passage of which document it is; the row's object is a new one with every answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, key, page])
  return {
    picture: shown !== null && shown.key === key ? shown.picture : null,
    message: key !== '' && failed.key === key ? failed.message : '',
    turn: (page) => setWanted({ key, page }),
  }
}

function hasPicture({ document }: Row): boolean {
  return ['pdf', 'picture'].includes(documentKind(document.kind))
}
