import { ExtractError, type ParsedText } from '../extracted.ts'
import { extractEml } from './eml.ts'
import { say } from '../../sayings/say.ts'

/**
 * A message of Apple Mail: a line with its length in bytes, the message, then a property list with its flags. In a '.partial.emlx'
 * attachments were taken out and lie beside it as files of their own.
 */
export async function extractEmlx(bytes: Uint8Array): Promise<ParsedText> {
  const mail = await extractEml(mailInEmlx(bytes))
  // Of what was taken out only the name is left in the message.
  return { ...mail, attachments: mail.attachments?.filter((attachment) => attachment.bytes.length > 0) ?? [] }
}

/** The message itself. @throws ExtractError 'damaged' */
export function mailInEmlx(bytes: Uint8Array): Uint8Array {
  const end = bytes.subarray(0, 32).indexOf(10)
  const count = Number(Buffer.from(bytes.buffer, bytes.byteOffset, Math.max(0, end)).toString('latin1').trim())
  if (end < 1 || !Number.isSafeInteger(count) || count < 1) throw new ExtractError('damaged', say('file.mailLength'))
  return bytes.subarray(end + 1, end + 1 + count)
}
