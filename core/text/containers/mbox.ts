/*
 * mbox: messages one after the other, each after a line that begins with 'From ' (`mbox-separator.ts`). A part's name is
 * 'offset-length': where that line begins, and the bytes from there to the next such line.
 *
 * What is remembered of a file is its last message and a hash of what stands before that. A file in which both are where they
 * were has only grown, and no more than its last message and the new ones are read.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { mailContent } from '../formats/mail-content.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { mboxMessages, type MboxMessage } from './mbox-messages.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'

/** What stands before the last message, to see that it is still the same file. */
const witnessBytes = 4096

export const mboxReader: ContainerReader = { open: openMbox, read: readMessage }

type LastMessage = Pick<MboxMessage, 'offset' | 'length'>

async function openMbox(file: ContainerFile): Promise<OpenContainer> {
  const handle = openSync(file.path, 'r')
  const known = file.state === null ? null : await grownFrom(handle, file.state)
  let last: LastMessage | null = known
  async function* parts(): AsyncGenerator<FoundPart> {
    for (const message of mboxMessages(handle, known?.offset ?? 0)) {
      const { offset, length } = message
      const hash = await hashOf(message)
      last = { offset, length }
      yield { part: nameOf(message), hash, size: length, read: () => contentOf(message) }
    }
  }
  return {
    reread: known === null ? null : [nameOf(known)],
    parts,
    end: async () => (last === null ? null : stateOf(last, await witnessOf(handle, last.offset))),
    close: () => closeSync(handle),
  }
}

async function readMessage(path: string, part: string): Promise<PartContent | null> {
  const place = /^(\d+)-(\d+)$/u.exec(part)
  if (place === null) return null
  const [offset, length] = [Number(place[1]), Number(place[2])]
  if (length > limits.markupBytes) return null
  const handle = openSync(path, 'r')
  try {
    const bytes = readAt(handle, offset, length)
    if (bytes.length < length || bytes.toString('latin1', 0, 5) !== 'From ') return null
    return await contentOf({ offset, length, bytes, isWhole: true })
  } finally {
    closeSync(handle)
  }
}

async function contentOf({ bytes, isWhole, length }: MboxMessage): Promise<PartContent | null> {
  if (!isWhole) {
    throw new ExtractError('too-large', say('mail.tooLarge', { size: length / MB, limit: limits.markupBytes / MB }))
  }
  const start = bytes.indexOf(10) + 1
  const content = start === 0 ? null : await mailContent(unquoted(bytes.subarray(start)))
  return content === null ? null : { kind: 'text', text: content }
}

/** Lines that their writer quoted because they begin with 'From ', as they were: one '>' less. */
function unquoted(bytes: Buffer): Buffer {
  if (!bytes.includes('\n>From ') && !bytes.includes('\n>>')) return bytes
  return Buffer.from(bytes.toString('latin1').replace(/\n>(>*From )/g, '\n$1'), 'latin1')
}

function nameOf({ offset, length }: Pick<MboxMessage, 'offset' | 'length'>): string {
  return `${offset}-${length}`
}

/** Of a message that is too large, its length stands for what was not kept. */
async function hashOf({ bytes, length, isWhole }: MboxMessage): Promise<bigint> {
  return isWhole ? hashBytes(bytes) : hashBytes(Buffer.concat([bytes, Buffer.from(String(length))]))
}

function stateOf({ offset, length }: LastMessage, witness: bigint): Uint8Array {
  return Buffer.from(JSON.stringify([offset, length, String(witness)]))
}

/** The last message of an earlier reading, where the file has only grown since; null: all of it has to be read. */
async function grownFrom(handle: number, state: Uint8Array): Promise<LastMessage | null> {
  const [offset, length, witness] = JSON.parse(Buffer.from(state).toString()) as [number, number, string]
  if (fstatSync(handle).size < offset + length) return null
  if (readAt(handle, offset, 5).toString('latin1') !== 'From ') return null
  if ((await witnessOf(handle, offset)) !== BigInt(witness)) return null
  return { offset, length }
}

async function witnessOf(handle: number, end: number): Promise<bigint> {
  const start = Math.max(0, end - witnessBytes)
  return hashBytes(readAt(handle, start, end - start))
}

function readAt(handle: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(handle, bytes, 0, length, offset))
}
