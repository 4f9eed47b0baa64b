/* A message of an mbox as a part, wherever the mbox is. Its name is 'offset-length', in bytes of the mbox. */
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { mailContent, nameOfMail } from '../formats/mail-content.ts'
import { hashBytes } from '../hash.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'
import type { Original, PartContent } from './container.ts'
import { largeHeadBytes, type MboxMessage } from './mbox-messages.ts'

/** Where a message is. */
export type MessagePlace = Pick<MboxMessage, 'offset' | 'length'>

export function nameOfMessage({ offset, length }: MessagePlace): string {
  return `${offset}-${length}`
}

/** The place that a name says; null for what is none. */
export function placeOfMessage(name: string): MessagePlace | null {
  const place = /^(\d+)-(\d+)$/u.exec(name)
  return place === null ? null : { offset: Number(place[1]), length: Number(place[2]) }
}

/** Of a message that is too large, its length stands for what was not kept. */
export async function hashOfMessage({ bytes, length, isWhole }: MboxMessage): Promise<bigint> {
  return isWhole ? hashBytes(bytes) : hashBytes(Buffer.concat([bytes, Buffer.from(String(length))]))
}

/** The message at a place, of which `bytes` were read; null where none begins there. */
export function messageAt({ offset, length }: MessagePlace, bytes: Buffer): MboxMessage | null {
  if (bytes.length < bytesOfMessage(length) || bytes.toString('latin1', 0, 5) !== 'From ') return null
  return { offset, length, bytes, isWhole: bytes.length === length }
}

/** How many bytes are read of a message of this length. */
export function bytesOfMessage(length: number): number {
  return length > limits.markupBytes ? largeHeadBytes : length
}

/** What somebody wrote, and what is attached; of a message that is too large what stands before that, and that it is too large. */
export async function contentOfMessage({ bytes, isWhole, length }: MboxMessage): Promise<PartContent | null> {
  const start = bytes.indexOf(10) + 1
  const content = start === 0 ? null : await mailContent(unquoted(bytes.subarray(start)))
  if (content === null) return null
  if (isWhole) return { kind: 'text', text: content }
  const size = { size: length / MB, limit: limits.markupBytes / MB }
  const { attachments: _cutOff, ...text } = content
  return { kind: 'text', text, problem: new ExtractError('too-large', say('mail.tooLarge', size)) }
}

/** The message as it was sent, called by its subject; null for one that was deleted, or is too large to be held. */
export async function originalOfMessage({ bytes, isWhole }: MboxMessage): Promise<Original | null> {
  const start = bytes.indexOf(10) + 1
  if (start === 0 || !isWhole) return null
  const message = withoutLastLine(unquoted(bytes.subarray(start)))
  const content = await mailContent(message)
  return content === null ? null : { name: nameOfMail(content.title), bytes: message }
}

/** Between two messages an mbox has an empty line. */
function withoutLastLine(bytes: Buffer): Buffer {
  const ending = /(?:\n|\r\n)(\r?\n)$/u.exec(bytes.toString('latin1', Math.max(0, bytes.length - 4)))
  return ending === null ? bytes : bytes.subarray(0, bytes.length - ending[1].length)
}

/** Lines that their writer quoted because they begin with 'From ', as they were: one '>' less. */
function unquoted(bytes: Buffer): Buffer {
  if (!bytes.includes('\n>From ') && !bytes.includes('\n>>')) return bytes
  return Buffer.from(bytes.toString('latin1').replace(/\n>(>*From )/g, '\n$1'), 'latin1')
}
