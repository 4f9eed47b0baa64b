/*
 * Outlook's archives (.pst, .ost), read by pst-extractor. A part's name is the message's number in the file, which stays when others
 * come and go. To find a message again the file's tables are read anew, so texts are kept in the cache.
 */
import { type PSTAttachment, PSTFile, type PSTFolder, PSTMessage } from 'pst-extractor'
import { messageOf } from '../../errors.ts'
import { limits } from '../document-kind.ts'
import { type Attachment, ExtractError } from '../extracted.ts'
import { mailText, noSubject } from '../formats/mail-text.ts'
import { namesIn } from '../formats/msg.ts'
import { extractHtmlText } from '../formats/html.ts'
import { extractRtf } from '../formats/rtf.ts'
import { foldedLine } from '../formats/text.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import type { Steps } from '../steps.ts'
import { say } from '../../sayings/say.ts'

export const pstReader: ContainerReader = { open: openPst, read: readMessage }

async function openPst({ path, steps }: ContainerFile): Promise<OpenContainer> {
  const file = openOutlook(path)
  return { reread: null, parts: () => outlookParts(file, { steps }), end: async () => null, close: () => file.close() }
}

async function readMessage(path: string, part: string): Promise<PartContent | null> {
  const file = openOutlook(path)
  try {
    for (const message of messagesIn(rootOf(file))) {
      if (message instanceof PSTMessage && message.descriptorNodeId.toString() === part) return contentOf(message)
    }
    return null
  } finally {
    file.close()
  }
}

interface OutlookWalk {
  /** Stands before the names of parts. */
  readonly prefix?: string
  /** See `ContainerFile`. */
  readonly steps?: Steps | undefined
}

/** The messages of an archive that is open, and for each folder how many of them cannot be opened. */
export async function* outlookParts(file: PSTFile, { prefix = '', steps }: OutlookWalk): AsyncGenerator<FoundPart> {
  for (const message of messagesIn(rootOf(file), steps)) {
    if (!(message instanceof PSTMessage)) {
      yield await unopenedPart(message, prefix)
      continue
    }
    const number = message.descriptorNodeId.toString()
    const size = message.messageSize.toNumber()
    // What was changed has another time or size; to read every body for its hash would take as long as to index it.
    const facts = [number, size, message.modificationTime?.getTime() ?? 0, message.internetMessageId, message.subject]
    const hash = await hashBytes(Buffer.from(JSON.stringify(facts)))
    yield { part: prefix + number, hash, size, read: async () => contentOf(message) }
  }
}

/** @throws ExtractError where it is encrypted, damaged, or no archive of Outlook's */
export function openOutlook(path: string): PSTFile {
  try {
    return new PSTFile(path)
  } catch (error) {
    const message = messageOf(error)
    if (/encrypt/i.test(message)) throw new ExtractError('encrypted', say('file.archiveEncrypted'), { cause: error })
    throw new ExtractError('damaged', say('archive.outlook', { reason: message }), { cause: error })
  }
}

function rootOf(file: PSTFile): PSTFolder {
  try {
    return file.getRootFolder()
  } catch (error) {
    throw new ExtractError('damaged', say('archive.outlook', { reason: messageOf(error) }), { cause: error })
  }
}

/** Messages that a folder names and that cannot be opened. */
interface Unopened {
  readonly folder: PSTFolder
  readonly count: number
}

async function unopenedPart({ folder, count }: Unopened, prefix: string): Promise<FoundPart> {
  const part = `${prefix}folder ${folder.descriptorNodeId.toString()}`
  const read = async (): Promise<never> => {
    throw new ExtractError('damaged', say('archive.unopened', { count, folder: folder.displayName }))
  }
  return { part, hash: await hashBytes(Buffer.from(`${part} ${count}`)), size: 0, read }
}

/** Messages that threads did not survive looking for, each a minute: with one more the rest of the archive is given up. */
const mostLost = 1

/** The messages of a folder and of those in it. @throws ExtractError where threads did not survive that: see `Steps` */
export function* messagesIn(folder: PSTFolder, steps?: Steps): Generator<PSTMessage | Unopened> {
  yield* messagesBelow(folder, { steps, lost: 0 })
}

interface MessageWalk {
  readonly steps: Steps | undefined
  /** Messages that no thread survived so far. */
  lost: number
}

function* messagesBelow(folder: PSTFolder, walk: MessageWalk): Generator<PSTMessage | Unopened> {
  const seen = new Set<string>()
  for (let i = 0; i < folder.contentCount; i++) {
    const child = isSurvived(walk) ? childAt(folder, i) : null
    const number = child?.descriptorNodeId.toString()
    if (number === undefined || seen.has(number)) continue
    seen.add(number)
    if (child instanceof PSTMessage) yield child
  }
  const count = folder.contentCount - seen.size
  if (count > 0) yield { folder, count }
  walk.steps?.take()
  if (folder.hasSubfolders) for (const inner of folder.getSubFolders()) yield* messagesBelow(inner, walk)
}

/** False where a thread died of what comes next, for as long as that is rare. */
function isSurvived(walk: MessageWalk): boolean {
  try {
    walk.steps?.take()
    return true
  } catch (error) {
    if (++walk.lost > mostLost) throw error
    return false
  }
}

/** What the folder's table has at this place; the library answers with the next that it can open where this one cannot be. */
function childAt(folder: PSTFolder, index: number): Pick<PSTFolder, 'descriptorNodeId'> | null {
  try {
    folder.moveChildCursorTo(index)
    return folder.getNextChild()
  } catch {
    return null
  }
}

function contentOf(message: PSTMessage): PartContent {
  const attachments = attachmentsOf(message)
  const text = mailText({
    subject: message.subject,
    from: personText(message.senderName, message.senderEmailAddress || message.sentRepresentingEmailAddress),
    to: recipientsOf(message, PSTMessage.RECIPIENT_TYPE_TO) ?? namesIn(message.displayTo),
    cc: recipientsOf(message, PSTMessage.RECIPIENT_TYPE_CC) ?? namesIn(message.displayCC),
    date: (message.clientSubmitTime ?? message.messageDeliveryTime ?? message.creationTime)?.toISOString() ?? '',
    body: bodyOf(message),
    attached: attachments.map(({ name }) => name),
    messageId: message.internetMessageId,
    inReplyTo: message.inReplyToId,
    references: /^References:((?:.*\r?\n?)(?:[ \t].*\r?\n?)*)/im.exec(message.transportMessageHeaders)?.[1] ?? '',
    attachments,
  })
  return {
    kind: 'text',
    isKept: true,
    text: { kind: 'msg', isOwnBytes: false, ...text, title: text.title || noSubject },
  }
}

/** The plain body; else the page; else the rich text. */
function bodyOf(message: PSTMessage): string {
  const plain = message.body.trim()
  if (plain !== '') return plain
  const page = message.bodyHTML
  if (page !== '') return extractHtmlText(page).text
  const rich = message.bodyRTF
  return rich.startsWith('{\\rtf') ? extractRtf(Buffer.from(rich, 'latin1')).text : ''
}

function recipientsOf(message: PSTMessage, kind: number): string[] | null {
  const people: string[] = []
  for (let i = 0; i < message.numberOfRecipients; i++) {
    const recipient = message.getRecipient(i)
    if (recipient?.recipientType === kind)
      people.push(personText(recipient.displayName, recipient.smtpAddress || recipient.emailAddress))
  }
  return people.length === 0 ? null : people
}

/** Inside an organisation an address is a path in its directory, of no use to a reader. */
function personText(name: string, address: string): string {
  if (!address.includes('@') || address === name) return name
  return name === '' ? address : `${name} <${address}>`
}

function attachmentsOf(message: PSTMessage): Attachment[] {
  const found: Attachment[] = []
  for (let i = 0; i < message.numberOfAttachments; i++) {
    const attachment = message.getAttachment(i)
    const name = foldedLine(attachment.longFilename || attachment.filename, 120).replaceAll('/', '_')
    const bytes = name === '' ? null : bytesOf(attachment)
    if (bytes !== null) found.push({ part: `${i + 1} ${name}`, name, bytes })
  }
  return found
}

function bytesOf(attachment: PSTAttachment): Uint8Array | null {
  const stream = attachment.fileInputStream
  if (stream === null || attachment.filesize > limits.documentBytes) return null
  const bytes = Buffer.alloc(stream.length.toNumber())
  stream.readCompletely(bytes)
  return bytes
}
