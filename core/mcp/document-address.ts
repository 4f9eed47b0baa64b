import { AppError } from '../errors.ts'

/** A document as a resource: its absolute path, and the byte of its text to begin at. */
export interface DocumentAddress {
  readonly path: string
  readonly from: number
}

/** `leantern://document?path=…`; not a `file:` address, for what is handed over is the library's text of the file. */
export function documentUri({ path, from }: DocumentAddress): string {
  const place = from === 0 ? '' : `&from=${from}`
  return `leantern://document?path=${encodeURIComponent(path)}${place}`
}

/** @throws AppError `bad-request` */
export function parseDocumentUri(uri: string): DocumentAddress {
  const parsed = URL.parse(uri)
  const path = parsed?.searchParams.get('path') ?? ''
  const from = parsed?.searchParams.get('from') ?? '0'
  if (parsed?.protocol === 'leantern:' && parsed.host === 'document' && path !== '' && /^\d{1,15}$/u.test(from)) {
    return { path, from: Number(from) }
  }
  throw new AppError('bad-request', `Expected an address like leantern://document?path=%2Fnotes.md, got "${uri}".`)
}
