/* What is attached to an Outlook message: files, and messages, which lie in storages of their own. */
import type { Attachment } from '../extracted.ts'
import type { CompoundFile } from './compound-file.ts'
import type { MailParts } from './mail-text.ts'
import { foldedLine } from './text.ts'

/** A stream with the file's bytes; a storage with a message's streams. */
const DATA = '__substg1.0_37010102'
const MESSAGE = '__substg1.0_3701000D/'

export interface AttachedReader {
  /** Storages of the attachments, each with a slash at its end. */
  readonly folders: readonly string[]
  /** An attachment's own name; '' for none. */
  nameOf(folder: string): string
  /** What a message in a storage says. */
  messageIn(file: CompoundFile): MailParts
}

/** Each that has bytes, in the file's order; a message as an eml of its plain body. */
export function attachmentsIn(
  file: CompoundFile,
  { folders, nameOf, messageIn }: AttachedReader,
): readonly (Attachment | { readonly name: string; readonly bytes: null })[] {
  return folders.map((folder, i) => {
    const name = nameOf(folder)
    const inside = `${folder}${MESSAGE}`
    if (file.paths.some((path) => path.startsWith(inside))) {
      const message = messageIn(storageOf(file, inside))
      const subject = foldedLine(message.subject || name || 'message', 100).replaceAll(/[/\\]/g, '_')
      return { part: `${i + 1} ${subject}.eml`, name: `${subject}.eml`, bytes: emlOf(message) }
    }
    const bytes = file.read(`${folder}${DATA}`)
    return name === '' || bytes === null ? { name, bytes: null } : { part: `${i + 1} ${partName(name)}`, name, bytes }
  })
}

function partName(name: string): string {
  return foldedLine(name, 120).replaceAll('/', '_')
}

function storageOf(file: CompoundFile, prefix: string): CompoundFile {
  return {
    paths: file.paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
    read: (path) => file.read(prefix + path),
  }
}

function emlOf({
  subject,
  from,
  to,
  cc,
  date,
  body,
  messageId = '',
  inReplyTo = '',
  references = '',
}: MailParts): Buffer {
  const when = new Date(date)
  const headers: readonly (readonly [name: string, value: string])[] = [
    ['Subject', encoded(subject)],
    ['From', person(from)],
    ['To', to.map(person).join(', ')],
    ['Cc', cc.map(person).join(', ')],
    ['Date', Number.isNaN(when.getTime()) ? '' : when.toUTCString()],
    ['Message-ID', foldedLine(messageId)],
    ['In-Reply-To', foldedLine(inReplyTo)],
    ['References', foldedLine(references, 4000)],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'base64'],
  ]
  const lines = headers.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${lines.join('')}\r\n${Buffer.from(body).toString('base64')}`)
}

/** 'Anna Smith <anna@example.org>' with the name as an encoded word. */
function person(text: string): string {
  const [, name = '', address = ''] = /^(.*?)\s*(<[^<>]*>)?$/su.exec(foldedLine(text, 1000)) ?? []
  return [name.includes('@') ? name : encoded(name), address].filter((part) => part !== '').join(' ')
}

function encoded(text: string): string {
  return text === '' ? '' : `=?utf-8?B?${Buffer.from(foldedLine(text, 1000)).toString('base64')}?=`
}
