import PostalMime, { type Address, type Attachment as MimeAttachment, type Email } from 'postal-mime'
import { messageOf } from '../../errors.ts'
import { type Attachment, ExtractError, type ParsedText } from '../extracted.ts'
import { mailText } from './mail-text.ts'
import { foldedLine, tidyText } from './text.ts'
import { readSimpleMail, type SimpleMail } from './simple-mail.ts'
import { mailPageText } from './mail-page.ts'
import { say } from '../../sayings/say.ts'

/** Text of one mail: the lines a person looks for (subject, people, date), the body, and what is attached. */
export async function extractEml(bytes: Uint8Array): Promise<ParsedText> {
  const email = readSimpleMail(bytes) ?? (await parseEmail(bytes))
  const attachments = 'attachments' in email ? email.attachments : []
  return mailText({
    subject: email.subject ?? '',
    from: email.from === undefined ? '' : addressText(email.from),
    to: (email.to ?? []).map(addressText),
    cc: (email.cc ?? []).map(addressText),
    date: dateText(email),
    body: bodyText(email),
    attached: attachments.map(({ filename }) => tidyText(filename ?? '')),
    messageId: email.messageId ?? '',
    inReplyTo: email.inReplyTo ?? '',
    references: email.references ?? '',
    attachments: attachments.flatMap(attachmentOf),
  })
}

async function parseEmail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes)
  } catch (error) {
    throw new ExtractError('damaged', say('file.mailDamaged', { reason: messageOf(error) }), { cause: error })
  }
}

/** The plain body; the page where there is no plain one. */
function bodyText(email: Email | SimpleMail): string {
  const plain = tidyText(email.text ?? '').trim()
  return plain === '' && 'html' in email ? mailPageText(email.html ?? '') : plain
}

/** ISO 8601; a date without a zone is taken for UTC, whatever zone this machine is in. */
function dateText({ headers, date = '' }: Email | SimpleMail): string {
  const raw = headers.find(({ key }) => key === 'date')?.value ?? ''
  const plain = raw.replace(/\([^()]*\)/g, ' ').trim()
  const hasZone = /(?:[+-]\d{4}|\b(?:GMT|UTC?|Z|[ECMP][SD]T))\s*$/i.test(plain)
  const ms = Date.parse(hasZone ? plain : withZone(plain))
  return Number.isNaN(ms) ? date : new Date(ms).toISOString()
}

/** Zones that are written as words, in hours east of UTC; the rest is taken for UTC. */
const zones: Readonly<Record<string, string>> = {
  WET: '+0000',
  WEST: '+0100',
  BST: '+0100',
  CET: '+0100',
  MET: '+0100',
  CEST: '+0200',
  MEST: '+0200',
  EET: '+0200',
  EEST: '+0300',
  MSK: '+0300',
  JST: '+0900',
  KST: '+0900',
  AEST: '+1000',
  AEDT: '+1100',
}

function withZone(date: string): string {
  const word = /\s([A-Z]{2,5})$/i.exec(date)?.[1] ?? ''
  return `${date.slice(0, date.length - word.length).trimEnd()} ${zones[word.toUpperCase()] ?? 'UTC'}`
}

/** Attachments with a name; pictures of a page and signatures have none, or are no documents by their name. */
function attachmentOf({ filename, mimeType, content }: MimeAttachment, index: number): Attachment[] {
  const name = foldedLine(tidyText(filename ?? ''), 120).replaceAll('/', '_')
  if (name === '' && mimeType !== 'message/rfc822') return []
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
  return [{ part: `${index + 1} ${name}`.trimEnd(), name: name === '' ? 'message.eml' : name, bytes }]
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(', ')}`
  if (address.name === '') return address.address
  return address.address === '' ? archivedAddress(address.name) : `${address.name} <${address.address}>`
}

/** 'anna at example.org (Anna Smith)' or without the name: how list archives hide addresses from machines. */
function archivedAddress(name: string): string {
  const parts = /^(\S+) at (\S+\.\S+?)(?: \((.*)\))?$/.exec(name)
  if (parts === null) return name
  const address = `${parts[1]}@${parts[2]}`
  return parts[3] === undefined || parts[3] === '' ? address : `${parts[3]} <${address}>`
}
