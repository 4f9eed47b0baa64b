/* The text of a document anew, for query time. */
import { closeSync, readFile as readWithCallback, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { attachmentMark, type ContainerReader, type FoundPart, type PartContent } from './containers/container.ts'
import { containerFormatOf } from './containers/formats.ts'
import { innerMark } from './containers/member-name.ts'
import { extractText, kindOfFile, refuseTooLarge } from './extract.ts'
import { type Attachment, ExtractError, type ExtractedText } from './extracted.ts'
import { type ReadOptions, usualOptions } from './read-options.ts'
import { extractAttachment } from './prepare-part.ts'
import { asExtractError } from './prepared.ts'
import { factsOf, headOf, openRegular } from './regular-file.ts'
import { say } from '../sayings/say.ts'

const readFile = promisify(readWithCallback)

/**
 * The text of a document as UTF-8, extracted anew, where it is not kept. Throws ExtractError when the file or the part is gone or no
 * longer has text. The caller compares checks: the file may have changed.
 */
export async function readDocumentText(path: string, part = ''): Promise<Uint8Array> {
  const [carrier, ...attached] = part.split(attachmentMark)
  const { text, bytes } =
    carrier === '' ? await textOfFile(path) : { text: await textOfPart(path, carrier), bytes: null }
  if (attached.length === 0 && text.isOwnBytes && bytes !== null) return bytes
  return new TextEncoder().encode((await textOfAttached(text, attached)).text)
}

/** The text of a file, or of a part that is attached to none. @throws ExtractError */
export async function textOfCarrier(path: string, carrier: string): Promise<ExtractedText> {
  return carrier === '' ? (await textOfFile(path)).text : await textOfPart(path, carrier)
}

/** What is attached to a document, to that, and so on, by the names of each. @throws ExtractError */
export async function textOfAttached(carrier: ExtractedText, attached: readonly string[]): Promise<ExtractedText> {
  let text = carrier
  for (const name of attached) {
    const attachment = attachmentIn(text, name)
    const isItself = name === attachment.part
    text = isItself
      ? await extractAttachment(attachment, {})
      : await inArchive(attachment, name, async (found) => textOfContent(await found.read()))
  }
  return text
}

/** What is called `name`, or the archive that it is in. @throws ExtractError where there is none */
export function attachmentIn({ attachments = [] }: ExtractedText, name: string): Attachment {
  const found = attachments.find(({ part }) => name === part || name.startsWith(part + innerMark))
  if (found === undefined) throw gone()
  return found
}

/** What `use` makes of a document in an attached archive, by the whole name that it has as a part. @throws ExtractError where it is not there */
export async function inArchive<T>(
  { part, name, bytes }: Attachment,
  wanted: string,
  use: (found: FoundPart) => Promise<T>,
): Promise<T> {
  const { partsOfCarried } = await import('./containers/archive.ts')
  for await (const found of partsOfCarried({ name, bytes, part }, wanted)) {
    if (found.part === wanted) return await use(found)
  }
  throw gone()
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
    return await textOfContent((await (await readerOf(path))?.read(path, part)) ?? null)
  } catch (error) {
    throw asExtractError(error)
  }
}

/** The reader of a file that holds many documents; undefined for any other. */
export async function readerOf(path: string): Promise<ContainerReader | undefined> {
  return containerFormatOf(path, headOf(path, headBytes))?.load()
}

async function textOfContent(content: PartContent | null): Promise<ExtractedText> {
  if (content === null || content.kind === 'name') throw gone()
  return content.kind === 'text' ? content.text : await extractText(content.name, content.bytes)
}

/** A document that is not there any more. */
export function gone(): ExtractError {
  return new ExtractError('unreadable', say('file.partGone'))
}

/** Of a file, by which its format is told. */
const headBytes = 4096

/** Smaller files are read at once: from the system's cache that takes a tenth of a millisecond, and five waits for a thread a whole one. */
const quickBytes = 256 * 1024

/** All bytes of a file; `check` is given their number first. @throws ExtractError */
export async function readRegularFile(path: string, check: (size: number) => void): Promise<Uint8Array> {
  try {
    const file = openRegular(path)
    try {
      const { size } = factsOf(file)
      check(size)
      return size <= quickBytes ? readFileSync(file) : await readFile(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw asExtractError(error)
  }
}
