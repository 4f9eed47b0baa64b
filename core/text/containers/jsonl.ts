/*
 * JSON Lines of texts, as LEANN (passages.jsonl) and many data sets have them: one object a line, with its text in `text`,
 * `content`, `contents`, `body` or `passage`. A part's name is 'offset-length' in bytes of the file. Lines without a text are
 * passed over; a line that is no JSON is a problem of its own.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { hashBytes } from '../hash.ts'
import type { ContainerFile, ContainerReader, FoundPart, OpenContainer, PartContent } from './container.ts'
import { textOfRecord } from './text-record.ts'
import { MB } from '../read-options.ts'
import { say } from '../../sayings/say.ts'

export const jsonlReader: ContainerReader = { open: openJsonl, read: readLine }

const pieceBytes = 1024 * 1024
const newLine = 10

const record = z.record(z.string(), z.unknown())

async function openJsonl({ path }: ContainerFile): Promise<OpenContainer> {
  const handle = openSync(path, 'r')
  async function* parts(): AsyncGenerator<FoundPart> {
    for (const { offset, bytes } of linesOf(handle)) {
      const part = `${offset}-${bytes.length}`
      yield { part, hash: await hashBytes(bytes), size: bytes.length, read: async () => contentOf(bytes) }
    }
  }
  return { reread: null, parts, end: async () => null, close: () => closeSync(handle) }
}

async function readLine(path: string, part: string): Promise<PartContent | null> {
  const [, offset, length] = /^(\d+)-(\d+)$/u.exec(part) ?? []
  if (offset === undefined || Number(length) > limits.markupBytes) return null
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Number(length))
    return readSync(handle, bytes, 0, bytes.length, Number(offset)) === bytes.length ? contentOf(bytes) : null
  } finally {
    closeSync(handle)
  }
}

function contentOf(line: Buffer): PartContent | null {
  if (line.length > limits.markupBytes) throw new ExtractError('too-large', say('lines.long'))
  const parsed = record.safeParse(parsedJson(line))
  if (!parsed.success) throw new ExtractError('damaged', say('lines.json'))
  const text = textOfRecord(parsed.data)
  return text === null ? null : { kind: 'text', text }
}

function parsedJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8').replace(/^\uFEFF/u, ''))
  } catch {
    return null
  }
}

interface Line {
  readonly offset: number
  /** Without its end. Of a line that is too long: more than the limit. */
  readonly bytes: Buffer
}

/** Lines with something on them. Holds one line and a piece of the file. */
function* linesOf(handle: number): Generator<Line> {
  let [rest, start] = [Buffer.alloc(0), 0]
  for (;;) {
    const piece = Buffer.alloc(pieceBytes)
    const read = readSync(handle, piece, 0, piece.length, start + rest.length)
    const bytes = Buffer.concat([rest, piece.subarray(0, read)])
    let from = 0
    for (let end = bytes.indexOf(newLine, rest.length); end >= 0; end = bytes.indexOf(newLine, from)) {
      yield* lineAt(bytes, { from, end, start })
      from = end + 1
    }
    if (read === 0) return yield* lineAt(bytes, { from, end: bytes.length, start })
    if (bytes.length - from > limits.markupBytes) {
      throw new ExtractError('too-large', say('lines.tooLarge', { limit: limits.markupBytes / MB }))
    }
    start += from
    rest = bytes.subarray(from)
  }
}

function* lineAt(bytes: Buffer, { from, end, start }: { from: number; end: number; start: number }): Generator<Line> {
  const line = bytes.subarray(from, end)
  if (line.some((byte) => byte !== 32 && byte !== 9 && byte !== 13)) yield { offset: start + from, bytes: line }
}
