/*
 * Exports of conversations: the conversations.json of ChatGPT and of Claude, a list of objects in one file. A part's name is
 * 'offset-length' in bytes of the file, of one conversation's object.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { conversationText } from './conversation-text.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'

export const conversationsReader: ContainerReader = { open: openConversations, read: readConversation }

async function openConversations({ path, size }: ContainerFile): Promise<OpenContainer> {
  if (size > limits.documentBytes)
    throw new ExtractError('too-large', say('chat.tooLarge', { size: size / MB, limit: limits.documentBytes / MB }))
  const bytes = readFileSync(path)
  async function* parts(): AsyncGenerator<FoundPart> {
    for (const { offset, length } of conversationsIn(bytes)) {
      const own = bytes.subarray(offset, offset + length)
      const hash = await hashBytes(own)
      yield { part: `${offset}-${length}`, hash, size: length, read: async () => conversationAt(own) }
    }
  }
  return { reread: null, parts, end: async () => null, close: () => {} }
}

async function readConversation(path: string, part: string): Promise<PartContent | null> {
  const [, offset, length] = /^(\d+)-(\d+)$/u.exec(part) ?? []
  if (offset === undefined || Number(length) > limits.markupBytes) return null
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Number(length))
    return readSync(handle, bytes, 0, bytes.length, Number(offset)) === bytes.length ? conversationAt(bytes) : null
  } finally {
    closeSync(handle)
  }
}

/** One conversation's JSON as a document; null where nobody said anything. */
export function conversationAt(json: Buffer): PartContent | null {
  if (json.length > limits.markupBytes) throw new ExtractError('too-large', say('chat.long'))
  const text = conversationText(parsed(json))
  return text === null ? null : { kind: 'text', text, source: 'chat' }
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'))
  } catch (error) {
    throw new ExtractError('damaged', say('chat.json'), { cause: error })
  }
}

/**
 * Where the objects of a JSON list stand, without parsing all of it: a person's export has hundreds of megabytes. ExtractError 'damaged'
 * behind the last whole one where the list is cut off.
 */
export function* conversationsIn(json: Buffer): Generator<{ readonly offset: number; readonly length: number }> {
  let [depth, start] = [0, 0]
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === 0x22) i = stringEnd(json, i)
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth === 2) start = i
    } else if (byte === 0x7d || byte === 0x5d) {
      if (--depth === 1) yield { offset: start, length: i + 1 - start }
    }
  }
  if (depth > 0) throw new ExtractError('damaged', say('chat.cut'))
}

/** Index of the quote that ends the string which begins at `start`. */
function stringEnd(json: Buffer, start: number): number {
  for (let end = json.indexOf(0x22, start + 1); end >= 0; end = json.indexOf(0x22, end + 1)) {
    let backslashes = 0
    while (json[end - 1 - backslashes] === 0x5c) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return json.length
}
