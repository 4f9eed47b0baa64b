import { AppError } from '../errors.ts'

/** A document as a resource: the absolute path of its file, and the byte of its text to begin at. */
export interface DocumentAddress {
  readonly path: string
  /** Which document in the file; '' where it is the file itself. */
  readonly part: string
  readonly from: number
}

/** `leantern://document?path=…`; not a `file:` address, for what is handed over is the library's text of the file. */
export function documentUri({ path, part, from }: DocumentAddress): string {
  const which = part === '' ? '' : `&part=${encodeURIComponent(part)}`
  const place = from === 0 ? '' : `&from=${from}`
  return `leantern://document?path=${encodeURIComponent(path)}${which}${place}`
}

/** @throws AppError `bad-request` */
export function parseDocumentUri(uri: string): DocumentAddress {
  const parsed = URL.parse(uri)
  const path = parsed?.searchParams.get('path') ?? ''
  const part = parsed?.searchParams.get('part') ?? ''
  const from = parsed?.searchParams.get('from') ?? '0'
  if (parsed?.protocol === 'leantern:' && parsed.host === 'document' && path !== '' && /^\d{1,15}$/u.test(from)) {
    return { path, part, from: Number(from) }
  }
  throw new AppError('bad-request', `Expected an address like leantern://document?path=%2Fnotes.md, got "${uri}".`)
}
