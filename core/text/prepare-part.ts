/* One of the documents in a file, and what is attached to it: mail in mail, archives and mailboxes in mail, and what is in those. */
import type { SourceName } from '../types.ts'
import { ArchiveBudget } from './containers/archive-member.ts'
import { attachmentMark, type FoundPart, type PartContent } from './containers/container.ts'
import { holdsDocuments } from './containers/member-name.ts'
import { isMail, kindOfPath } from './document-kind.ts'
import { extractText, kindOfFile, refuseTooLarge } from './extract.ts'
import { type Attachment, ExtractError, type ExtractedText, type TextFacts } from './extracted.ts'
import { namedOnlyKind } from './named-only.ts'
import { kindByName, nothingOf } from './prepare-named.ts'
import { type PreparedPart, preparedText, problemOf } from './prepared.ts'
import { type ReadOptions, usualOptions } from './read-options.ts'
import type { Steps } from './steps.ts'
import { say } from '../sayings/say.ts'

/** How the documents of a file are prepared. */
export interface PartOptions {
  /** Answer the text whether or not it is one that is kept. */
  readonly wantsText: boolean
  readonly source: SourceName
  /** Default: as usual. */
  readonly reading?: ReadOptions
  /** Taken before each; default: nobody asks for them. */
  readonly steps?: Steps
  /** What carries them says of people and time; default: nothing does. */
  readonly carrier?: Carrier
}

/** What carries others: a message. */
interface Carrier {
  readonly facts: TextFacts
  readonly title: string
  /** How many are around what it carries. */
  readonly depth: number
  /** For all archives that it carries, and those that are in these. */
  readonly budget: ArchiveBudget
}

/** Mail in mail in mail, and archives there: what is attached deeper is not read. */
const deepest = 4

/** A part and what is attached to it. */
export async function preparedParts(found: FoundPart, options: PartOptions): Promise<PreparedPart[]> {
  const { part, hash, size } = found
  try {
    options.steps?.take()
    const content = await found.read()
    return content === null ? [] : await partsOfContent(content, found, options)
  } catch (error) {
    return [withoutText({ part, name: part, size, hash }, error, options)]
  }
}

/** A part, or what is attached to one. */
interface Place {
  readonly part: string
  readonly name: string
  readonly size: number
  readonly hash: bigint
}

async function partsOfContent(content: PartContent, found: FoundPart, options: PartOptions): Promise<PreparedPart[]> {
  const { part, hash, size } = found
  if (content.kind === 'name') return [byName({ part, name: content.name, size, hash }, content.is, options)]
  const isText = content.kind === 'text'
  const extracted: ExtractedText = isText
    ? content.text
    : await extractText(content.name, content.bytes, options.reading)
  const isKept = content.isKept === true
  const source = (isText ? content.source : undefined) ?? (isMail(extracted.kind) ? 'mail' : options.source)
  const carried = withFacts(extracted, options.carrier)
  const name = isText ? '' : content.name
  const own = preparedText({ ...carried, isOwnBytes: false }, { ...options, name, size, hash, isKept, source })
  const problem = isText && content.problem !== undefined ? { problem: problemOf(content.problem) } : {}
  return [{ part, ...own, ...problem }, ...(await preparedAttachments(part, carried, { ...options, hash, source }))]
}

/** With the people and the time of what carries it, where it says nothing of them itself. */
function withFacts(extracted: ExtractedText, carrier: Carrier | undefined): ExtractedText {
  return carrier === undefined ? extracted : { ...extracted, facts: { ...carrier.facts, ...extracted.facts } }
}

interface AttachmentOptions extends PartOptions {
  /** Of the document that carries them. */
  readonly hash: bigint
}

/**
 * What is attached to a document: documents of their own, with the people and the date of the one that carries them, and what is in
 * archives and messages among them. Pictures are left out: the message has their names.
 */
export async function preparedAttachments(
  part: string,
  { attachments = [], facts = {}, title }: ExtractedText,
  { hash, ...options }: AttachmentOptions,
): Promise<PreparedPart[]> {
  const parts: PreparedPart[] = []
  const { depth, budget } = options.carrier ?? { depth: 0, budget: new ArchiveBudget(bytesOfAll(attachments)) }
  const inside = { ...options, carrier: { facts, title, depth: depth + 1, budget } }
  for (const attachment of attachments) {
    const place = { part: `${part}${attachmentMark}${attachment.part}`, name: attachment.name }
    parts.push(...(await partsOfAttachment(attachment, { ...place, size: attachment.bytes.length, hash }, inside)))
  }
  return parts
}

function bytesOfAll(attachments: readonly Attachment[]): number {
  return attachments.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

async function partsOfAttachment(
  attachment: Attachment,
  place: Place,
  options: PartOptions & { readonly carrier: Carrier },
): Promise<PreparedPart[]> {
  const { carrier } = options
  try {
    const named = namedOnlyKind(place.name)
    if (named !== null) return named === 'picture' ? [] : [byName(place, named, options)]
    const isHolder = holdsDocuments(place.name)
    if (!isHolder && kindOfPath(place.name) === null) return []
    if (carrier.depth > deepest) throw new ExtractError('unsupported', say('mail.nested', { limit: deepest }))
    options.steps?.take()
    if (isHolder) return await partsOfHolder(attachment, place, options)
    const extracted = await extractAttachment(attachment, carrier.facts, options.reading)
    const own = { part: place.part, ...preparedText(extracted, { ...options, ...place }) }
    return [own, ...(await preparedAttachments(place.part, extracted, { ...options, hash: place.hash }))]
  } catch (error) {
    return [withoutText(place, error, options)]
  }
}

/** The documents in an archive or a mailbox that is attached to a message. */
async function partsOfHolder(
  { name, bytes }: Attachment,
  place: Place,
  options: PartOptions & { readonly carrier: Carrier },
): Promise<PreparedPart[]> {
  const { partsOfCarried } = await import('./containers/archive.ts')
  const parts: PreparedPart[] = []
  const { depth, budget } = options.carrier
  const carried = { name, bytes, part: place.part, depth: depth - 1, budget, steps: options.steps }
  for await (const found of partsOfCarried(carried))
    parts.push(...(await preparedParts({ ...found, hash: place.hash }, options)))
  return parts
}

/** The text of an attachment, with the facts of the message that carries it. */
export async function extractAttachment(
  { name, bytes }: Attachment,
  facts: TextFacts,
  reading: ReadOptions = usualOptions,
): Promise<ExtractedText> {
  refuseTooLarge(name, { kind: kindOfFile(name), size: bytes.length, limits: reading.limits })
  const extracted = await extractText(name, bytes, reading)
  // Its place in the file is not the file's own bytes.
  return { ...extracted, isOwnBytes: false, facts: { ...facts, ...extracted.facts } }
}

/** A part that has a name and no text that can be had, or one that failed. */
function withoutText(place: Place, error: unknown, options: PartOptions): PreparedPart {
  const problem = problemOf(error)
  const kind = place.hash === 0n ? null : kindByName(place.name, problem.code)
  if (kind === null) return { kind: 'failed', part: place.part, size: place.size, hash: place.hash, ...problem }
  return { ...byName(place, kind, options), problem }
}

/** A document without passages, found by its name; what is attached to a message also by who sent it and under which subject. */
function byName({ part, name, size, hash }: Place, kind: ExtractedText['kind'], options: PartOptions) {
  const { facts = {}, title: folder = '' } = options.carrier ?? {}
  return { part, ...preparedText(nothingOf(kind, facts), { ...options, name, folder, size, hash }) }
}
