/* The text of a document anew, for query time. */
import { constants, openSync, closeSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { isOnlineOnly } from '../sources/online-only.ts'
import { attachmentMark } from './containers/container.ts'
import { containerFormatOf } from './containers/formats.ts'
import { extractText, kindOfFile, refuseTooLarge } from './extract.ts'
import { ExtractError, type ExtractedText } from './extracted.ts'
import { type ReadOptions, usualOptions } from './read-options.ts'
import { asExtractError, extractAttachment, notRegular } from './prepared.ts'
import { say } from '../sayings/say.ts'

/**
 * The text of a document as UTF-8, extracted anew, where it is not kept. Throws ExtractError when the file or the part is gone or no
 * longer has text. The caller compares checks: the file may have changed.
 */
export async function readDocumentText(path: string, part = ''): Promise<Uint8Array> {
  const [carrier, ...attached] = part.split(attachmentMark)
  const { text, bytes } =
    carrier === '' ? await textOfFile(path) : { text: await textOfPart(path, carrier), bytes: null }
  if (attached.length === 0) return text.isOwnBytes && bytes !== null ? bytes : new TextEncoder().encode(text.text)
  const attachment = text.attachments?.find((one) => one.part === attached.join(attachmentMark))
  if (attachment === undefined) throw gone()
  return new TextEncoder().encode((await extractAttachment(attachment, {})).text)
}

/** What was indexed was small enough for the library, whose limits a person may have raised. */
const anySize: ReadOptions = {
  ...usualOptions,
  limits: { textBytes: Infinity, markupBytes: Infinity, documentBytes: Infinity },
}

async function textOfFile(path: string): Promise<{ readonly text: ExtractedText; readonly bytes: Uint8Array }> {
  const kind = kindOfFile(path)
  const bytes = await readRegularFile(path, (size) => refuseTooLarge(path, { kind, size, limits: anySize.limits }))
  return { text: await extractText(path, bytes, anySize), bytes }
}

async function textOfPart(path: string, part: string): Promise<ExtractedText> {
  try {
    const reader = await containerFormatOf(path, headOf(path))?.load()
    const content = (await reader?.read(path, part)) ?? null
    if (content === null) throw gone()
    return content.kind === 'text' ? content.text : await extractText(content.name, content.bytes)
  } catch (error) {
    throw asExtractError(error)
  }
}

function gone(): ExtractError {
  return new ExtractError('unreadable', say('file.partGone'))
}

function headOf(path: string): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const head = new Uint8Array(4096)
    return head.subarray(0, readSync(file, head, 0, head.length, 0))
  } finally {
    closeSync(file)
  }
}

async function readRegularFile(path: string, check: (size: number) => void): Promise<Uint8Array> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      if (!stats.isFile()) throw notRegular()
      if (isOnlineOnly(stats)) throw new ExtractError('online-only', say('file.onlineOnly'))
      check(stats.size)
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw asExtractError(error)
  }
}
