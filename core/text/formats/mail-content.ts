import type { ExtractedText } from '../extracted.ts'
import { extractEml } from './eml.ts'
import { noSubject } from './mail-text.ts'

/** Thunderbird's mark of a message that was deleted and is still in the file. */
const expunged = 0x0008

/** The name of a message's file, by its title. */
export function nameOfMail(title: string): string {
  return `${title.replaceAll(/[/\\]/gu, '_')}.eml`
}

/** A message of a mail archive; null where its program marked it as deleted, or nothing stands there. */
export async function mailContent(bytes: Uint8Array): Promise<ExtractedText | null> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 8192)).toString('latin1')
  if (head.trim() === '') return null
  const status = /^X-Mozilla-Status: *([0-9a-f]{4})/im.exec(head.split(/\r?\n\r?\n/u, 1)[0])
  if (status !== null && (Number.parseInt(status[1], 16) & expunged) !== 0) return null
  const mail = await extractEml(bytes)
  return { kind: 'eml', isOwnBytes: false, ...mail, title: mail.title || noSubject }
}
