/* An mbox in an archive (Google's Takeout is one), read a message at a time. A part's name is 'All mail.mbox!/offset-length'. */
import { ExtractError } from '../extracted.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'
import { archiveLimits } from './archive-member.ts'
import type { ByteSequence } from './byte-sequence.ts'
import type { FoundPart, PartContent } from './container.ts'
import { type MboxMessage, mboxMessages } from './mbox-messages.ts'
import {
  contentOfMessage,
  hashOfMessage,
  messageAt,
  nameOfMessage,
  placeOfMessage,
  bytesOfMessage,
} from './mbox-part.ts'

/** The messages of an mbox, whose parts' names begin with `prefix`; `wanted`: the only part that is looked for, null for all. */
export async function* messageParts(
  mbox: ByteSequence,
  { prefix, wanted }: { readonly prefix: string; readonly wanted: string | null },
): AsyncGenerator<FoundPart> {
  if (wanted !== null) return yield* oneMessage(mbox, prefix, wanted)
  let total = 0
  for await (const message of mboxMessages(mbox, 0)) {
    total += message.length
    if (total > archiveLimits.unpackedBytes)
      throw new ExtractError('too-large', say('archive.totalLarge', { limit: archiveLimits.unpackedBytes / MB }))
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
  return { part: `${prefix}${nameOfMessage(message)}`, hash: await hashOfMessage(message), size: message.length, read }
}
