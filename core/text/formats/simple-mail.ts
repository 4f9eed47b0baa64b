/*
 * A mail of one plain text, as most of a mailing list's are, without a MIME parser: that would put each body through a Blob, which
 * takes longer than all else. What has parts, is a page, or is wrapped as format=flowed is left to postal-mime.
 */
import { addressParser, decodeWords, type Address } from 'postal-mime'
import { isKnownCharset } from './charset.ts'
import { decodeText } from './text.ts'

/** The part of postal-mime's answer that a reader of mail needs. */
export interface SimpleMail {
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  readonly from?: Address
  readonly to?: readonly Address[]
  readonly cc?: readonly Address[]
  readonly subject?: string
  readonly messageId?: string
  readonly inReplyTo?: string
  readonly references?: string
  readonly date?: string
  readonly text: string
}

/** A header of more is not taken for one. */
const headBytes = 256 * 1024

/** null for a mail that is not that simple. */
export function readSimpleMail(bytes: Uint8Array): SimpleMail | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = all.subarray(0, headBytes)
  const blank = /\r?\n\r?\n/.exec(head.toString('latin1'))
  if (blank === null || head.length === 0 || head[0] === 10 || head[0] === 13) return null
  const headers = headersOf(decodeText(withoutNuls(head.subarray(0, blank.index))).text)
  const value = (key: string): string => headers.find((header) => header.key === key)?.value ?? ''
  const type = value('content-type')
  const isPlain = type === '' || /^text\/plain\s*(?:;|$)/i.test(type)
  if (!isPlain || /format\s*=\s*"?flowed/i.test(type) || /^attachment/i.test(value('content-disposition'))) return null
  const body = decodedBody(all.subarray(blank.index + blank[0].length), value('content-transfer-encoding'))
  const people = (key: string): Address[] =>
    headers.filter((header) => header.key === key).flatMap((header) => addressParser(header.value))
  return {
    headers,
    from: people('from')[0],
    to: people('to'),
    cc: people('cc'),
    subject: decodeWords(value('subject')),
    messageId: value('message-id'),
    inReplyTo: value('in-reply-to'),
    references: value('references'),
    date: value('date'),
    text: decodedText(body, /charset\s*=\s*"?([\w:.-]{2,40})/i.exec(type)?.[1] ?? ''),
  }
}

/** Lines that begin with a blank go on with the one before. */
function headersOf(head: string): { key: string; value: string }[] {
  const headers: { key: string; value: string }[] = []
  for (const line of head.split(/\r?\n/)) {
    const last = headers.at(-1)
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) last.value = `${last.value} ${line.trim()}`
    } else if (colon > 0)
      headers.push({ key: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() })
  }
  return headers
}

function decodedBody(body: Buffer, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body.toString('latin1'), 'base64')
  if (!/quoted-printable/i.test(encoding)) return body
  const text = body
    .toString('latin1')
    .replace(/[ \t]+(?=\r?$)/gm, '')
    .replace(/=\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** By the charset that the mail names, unless it names none, or one that its bytes are plainly not in. */
function decodedText(body: Buffer, charset: string): string {
  const isUnsure = charset === '' || /^(?:us-ascii|ascii|utf-?8|unknown.*|x-unknown)$/i.test(charset)
  if (isUnsure || !isKnownCharset(charset)) return decodeText(withoutNuls(body)).text
  return new TextDecoder(charset).decode(body)
}

function withoutNuls(bytes: Buffer): Buffer {
  return bytes.includes(0) ? Buffer.from(bytes.filter((byte) => byte !== 0)) : bytes
}
