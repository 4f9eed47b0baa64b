import PostalMime, { type Address, type Email } from 'postal-mime'
import { ExtractError, type ParsedText } from '../extracted.ts'
import { messageOf } from '../../errors.ts'
import { extractHtmlText } from './html.ts'
import { foldedLine, tidyText } from './text.ts'

/** Text of one mail: the lines a person looks for (subject, people, date), the body, and the names of what is attached. */
export async function extractEml(bytes: Uint8Array): Promise<ParsedText> {
  const email = await parseEmail(bytes)
  const subject = foldedLine(clean(email.subject ?? ''), 1000)
  const lines = [
    headerLine('Subject', subject),
    headerLine('From', email.from === undefined ? '' : addressText(email.from)),
    headerLine('To', (email.to ?? []).map(addressText).join(', ')),
    headerLine('Cc', (email.cc ?? []).map(addressText).join(', ')),
    headerLine('Date', email.date ?? ''),
  ]
  const names = email.attachments.map((attachment) => foldedLine(clean(attachment.filename ?? ''))).filter(Boolean)
  const parts = [lines.join('').trimEnd(), bodyText(email), headerLine('Attachments', names.join(', ')).trimEnd()]
  return { text: parts.filter((part) => part !== '').join('\n\n'), title: foldedLine(subject), headings: [] }
}

async function parseEmail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes)
  } catch (error) {
    throw new ExtractError('damaged', `The mail cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

/** The plain body; the page where there is no plain one. */
function bodyText(email: Email): string {
  const plain = clean(email.text ?? '').trim()
  return plain === '' ? extractHtmlText(email.html ?? '').text : plain
}

function headerLine(name: string, value: string): string {
  const line = foldedLine(clean(value), 4000)
  return line === '' ? '' : `${name}: ${line}\n`
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(', ')}`
  return address.name === '' ? address.address : `${address.name} <${address.address}>`
}

function clean(text: string): string {
  return tidyText(text)
}
