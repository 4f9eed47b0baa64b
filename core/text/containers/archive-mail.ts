/* An mbox in an archive (Google's Takeout is one), read a message at a time. A part's name is 'All mail.mbox!/offset-length'. */
import type { ArchiveBudget } from './archive-member.ts'
import type { ByteSequence } from './byte-sequence.ts'
import type { FoundPart, Original, PartContent } from './container.ts'
import { type MboxMessage, mboxMessages } from './mbox-messages.ts'
import {
  contentOfMessage,
  hashOfMessage,
  messageAt,
  nameOfMessage,
  originalOfMessage,
  placeOfMessage,
  bytesOfMessage,
} from './mbox-part.ts'

interface MailWalk {
  /** Before the names of the messages. */
  readonly prefix: string
  /** The only part that is looked for; null for all. */
  readonly wanted: string | null
  readonly budget: ArchiveBudget
}

/** The messages of an mbox. */
export async function* messageParts(
  mbox: ByteSequence,
  { prefix, wanted, budget }: MailWalk,
): AsyncGenerator<FoundPart> {
  if (wanted !== null) return yield* oneMessage(mbox, prefix, wanted)
  for await (const message of mboxMessages(mbox, 0)) {
    budget.countMail(message.length)
    yield await messagePart(message, prefix)
  }
}

async function* oneMessage(mbox: ByteSequence, prefix: string, wanted: string): AsyncGenerator<FoundPart> {
  const place = placeOfMessage(wanted.slice(prefix.length))
  if (place === null) return
  await mbox.skip(place.offset)
  const message = messageAt(place, await mbox.read(bytesOfMessage(place.length)))
  if (message !== null) yield await messagePart(message, prefix)
}

/** To get at a message, all before it is unpacked: its text is kept. */
async function messagePart(message: MboxMessage, prefix: string): Promise<FoundPart> {
  const read = async (): Promise<PartContent | null> => {
    const content = await contentOfMessage(message)
    return content?.kind === 'text' ? { ...content, isKept: true } : content
  }
  const original = (): Promise<Original | null> => originalOfMessage(message)
  const hash = await hashOfMessage(message)
  return { part: `${prefix}${nameOfMessage(message)}`, hash, size: message.length, read, original }
}
