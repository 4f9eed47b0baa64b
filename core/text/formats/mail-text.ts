/* What every reader of mail makes of a message, whatever it was stored in. */
import { createHash } from 'node:crypto'
import type { Attachment, Heading, ParsedText, TextFacts } from '../extracted.ts'
import { quotedHeading } from '../outline.ts'
import { splitMailBody } from './mail-body.ts'
import { foldedLine, tidyText } from './text.ts'

export interface MailParts {
  readonly subject: string
  /** As in 'Anna Smith <anna@example.org>'; '' where it is not said. */
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  /** ISO 8601, or whatever stands there; '' where nothing does. */
  readonly date: string
  /** Plain text, as it came. */
  readonly body: string
  /** Names of what is attached. */
  readonly attached: readonly string[]
  /** Lines that only some kinds of mail have. */
  readonly more?: readonly (readonly [name: string, value: string])[]
  /** Identifiers of this message and of those before it. */
  readonly messageId?: string
  readonly inReplyTo?: string
  readonly references?: string
  readonly attachments?: readonly Attachment[]
}

/**
 * Headers as lines, the body's own words, the names of attachments; then, under a heading of its own, what is quoted and the
 * signature: chunks hold the one or the other, and where both fit into one it is embedded by its own words. They begin behind the headers, which title and facts have as well.
 */
export function mailText(mail: MailParts): ParsedText {
  const subject = foldedLine(tidyText(mail.subject), 1000)
  const { own, rest } = splitMailBody(withoutArmour(tidyText(mail.body)).trim())
  const head = [
    headerLine('Subject', subject),
    headerLine('From', mail.from),
    headerLine('To', mail.to.join(', ')),
    headerLine('Cc', mail.cc.join(', ')),
    headerLine('Date', mail.date),
    ...(mail.more ?? []).map(([name, value]) => headerLine(name, value)),
  ]
  const attached = headerLine(
    'Attachments',
    mail.attached
      .map((name) => foldedLine(name))
      .filter(Boolean)
      .join(', '),
  )
  const first = [head.join('').trimEnd(), own, attached.trimEnd()].filter((part) => part !== '').join('\n\n')
  const headings: Heading[] =
    rest === '' ? [] : [{ level: 1, text: quotedHeading, start: first === '' ? 0 : first.length + 2 }]
  const text = [first, rest].filter((part) => part !== '').join('\n\n')
  const headEnd = head.join('').trimEnd().length
  const bodyStart = headEnd > 0 && headEnd < text.length ? headEnd + 2 : 0
  const parsed = { text, title: foldedLine(subject), headings, bodyStart, facts: factsOf(mail) }
  return mail.attachments === undefined || mail.attachments.length === 0
    ? parsed
    : { ...parsed, attachments: mail.attachments }
}

/** Signatures of PGP and files as uuencode wrote them into a text: nobody's words. */
function withoutArmour(text: string): string {
  return text
    .replace(/^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)*/gm, '')
    .replace(
      /^([> ]*)-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\n[^]*?^\1-----END PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\n?/gm,
      '',
    )
    .replace(/^begin [0-7]{3} \S.*\n(?:[!-`]{2,62}\n)*`?\n?end$/gm, '')
}

/** The title of a message without a subject that has no file of its own to be named by. */
export const noSubject = '(no subject)'

function factsOf({ from, to, cc, date, ...mail }: MailParts): TextFacts {
  const dated = Date.parse(date)
  const sender = headerText(from)
  const recipients = [...new Set([...to, ...cc].map((one) => foldedLine(tidyText(one))))].filter(Boolean)
  const thread = threadOf(mail)
  return {
    ...(isSensible(dated) && { dated }),
    ...(sender !== '' && { sender }),
    ...(recipients.length > 0 && { recipients: recipients.slice(0, mostRecipients) }),
    ...(thread !== '' && { thread }),
  }
}

/** Of a message to hundreds the rest is only in its text. */
const mostRecipients = 100

/** Clocks that were never set, and jokes. */
function isSensible(ms: number): boolean {
  return ms > Date.UTC(1970, 0, 2) && ms < Date.UTC(2100, 0)
}

/** The thread of a message: the first one it refers to, else itself, as twelve hexadecimal digits; '' where it names none. */
export function threadOf({
  references = '',
  inReplyTo = '',
  messageId = '',
}: Pick<MailParts, 'references' | 'inReplyTo' | 'messageId'>): string {
  const first = [references, inReplyTo, messageId].map((ids) => /<([^<>\s]+)>/.exec(ids)?.[1] ?? '').find(Boolean)
  return first === undefined ? '' : createHash('sha256').update(first).digest('hex').slice(0, 12)
}

function headerLine(name: string, value: string): string {
  const line = headerText(value)
  return line === '' ? '' : `${name}: ${line}\n`
}

function headerText(value: string): string {
  return foldedLine(tidyText(value), 4000)
}
