/* The bytes of a document as they stand in its file, so that it can be opened by itself. */
import { basename } from 'node:path'
import { attachmentMark, type Original } from './containers/container.ts'
import { extensionOf, kindOfPath } from './document-kind.ts'
import { extractText } from './extract.ts'
import { mailInEmlx } from './formats/emlx.ts'
import { nameOfMail } from './formats/mail-content.ts'
import { noSubject } from './formats/mail-text.ts'
import { asExtractError } from './prepared.ts'
import { attachmentIn, gone, inArchive, readerOf, readRegularFile, textOfAttached, textOfCarrier } from './read-text.ts'
import { lastName, safeFileName } from './safe-file-name.ts'

/**
 * The bytes of a document in a file, and a name under which they may be written into any folder. Of messages in files that programs do
 * not open (Apple's .emlx, a Maildir's) it is the message as .eml, of the file itself too. null where the file is the document, or the
 * document has no bytes of its own: a page, a message of Outlook's archives, a conversation, a line, a row, a message of more than 50 MB.
 * @throws ExtractError where it is gone or cannot be unpacked
 */
export async function originalOf(path: string, part = ''): Promise<Original | null> {
  const [carrier, ...attached] = part.split(attachmentMark)
  try {
    if (part === '') return mailNeedsEnding(path) ? await namedOriginal(await originalFile(path), path) : null
    const found = attached.length === 0 ? await originalPart(path, carrier) : await attachedTo(path, carrier, attached)
    return found === null ? null : await namedOriginal(found, found.name)
  } catch (error) {
    throw asExtractError(error)
  }
}

async function originalFile(path: string): Promise<Original> {
  return { name: basename(path), bytes: await readRegularFile(path, () => {}) }
}

async function originalPart(path: string, part: string): Promise<Original | null> {
  const reader = await readerOf(path)
  if (reader === undefined) throw gone()
  return (await reader.original?.(path, part)) ?? null
}

async function attachedTo(path: string, carrier: string, attached: readonly string[]): Promise<Original | null> {
  const name = attached.at(-1) ?? ''
  const attachment = attachmentIn(await textOfAttached(await textOfCarrier(path, carrier), attached.slice(0, -1)), name)
  return name === attachment.part
    ? attachment
    : inArchive(attachment, name, async (found) => (await found.original?.()) ?? null)
}

/** A message that is one by its folder, or with something around it, is one by its ending for nobody else. */
function mailNeedsEnding(path: string): boolean {
  const kind = kindOfPath(path)
  return kind === 'emlx' || (kind === 'eml' && !['eml', 'mht', 'mhtml'].includes(extensionOf(path)))
}

/** With a name that is safe, and a message as a message. `path`: by which its kind was told. */
async function namedOriginal({ name, bytes }: Original, path: string): Promise<Original> {
  if (!mailNeedsEnding(path)) return { name: safeFileName(lastName(name)), bytes }
  const message = kindOfPath(path) === 'emlx' ? mailInEmlx(bytes) : bytes
  const { title } = await extractText('message.eml', message)
  return { name: safeFileName(nameOfMail(title || noSubject)), bytes: message }
}
