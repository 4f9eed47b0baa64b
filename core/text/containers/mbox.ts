/*
 * mbox: messages one after the other, each after a line that begins with 'From ' (`mbox-separator.ts`). A part's name is
 * 'offset-length': where that line begins, and the bytes from there to the next such line.
 *
 * What is remembered of a file is its last message and a hash of what stands before that. A file in which both are where they
 * were has only grown, and no more than its last message and the new ones are read.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer } from './container.ts'
import { type MboxMessage, mboxMessages } from './mbox-messages.ts'
import {
  bytesOfMessage,
  contentOfMessage,
  hashOfMessage,
  messageAt,
  type MessagePlace,
  nameOfMessage,
  originalOfMessage,
  placeOfMessage,
} from './mbox-part.ts'

/** What stands before the last message, to see that it is still the same file. */
const witnessBytes = 4096

export const mboxReader: ContainerReader = {
  open: openMbox,
  read: (path, part) => messageIn(path, part, contentOfMessage),
  original: (path, part) => messageIn(path, part, originalOfMessage),
}

async function openMbox(file: ContainerFile): Promise<OpenContainer> {
  const handle = openSync(file.path, 'r')
  const known = file.state === null ? null : await grownFrom(handle, file.state)
  let last: MessagePlace | null = known
  async function* parts(): AsyncGenerator<FoundPart> {
    let at = known?.offset ?? 0
    const read = (length: number): Buffer => {
      const bytes = readAt(handle, at, length)
      at += bytes.length
      return bytes
    }
    for await (const message of mboxMessages({ read }, at)) {
      const { offset, length } = message
      const hash = await hashOfMessage(message)
      last = { offset, length }
      yield { part: nameOfMessage(message), hash, size: length, read: () => contentOfMessage(message) }
    }
  }
  return {
    reread: known === null ? null : [nameOfMessage(known)],
    parts,
    end: async () => (last === null ? null : stateOf(last, await witnessOf(handle, last.offset))),
    close: () => closeSync(handle),
  }
}

async function messageIn<T>(
  path: string,
  part: string,
  use: (message: MboxMessage) => Promise<T | null>,
): Promise<T | null> {
  const place = placeOfMessage(part)
  if (place === null) return null
  const handle = openSync(path, 'r')
  try {
    const message = messageAt(place, readAt(handle, place.offset, bytesOfMessage(place.length)))
    return message === null ? null : await use(message)
  } finally {
    closeSync(handle)
  }
}

function stateOf({ offset, length }: MessagePlace, witness: bigint): Uint8Array {
  return Buffer.from(JSON.stringify([offset, length, String(witness)]))
}

/** The last message of an earlier reading, where the file has only grown since; null: all of it has to be read. */
async function grownFrom(handle: number, state: Uint8Array): Promise<MessagePlace | null> {
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
