import { readSync } from 'node:fs'
import { limits } from '../document-kind.ts'
import { ExtractError } from '../extracted.ts'
import { isSeparator, longestSeparator } from './mbox-separator.ts'
import { say } from '../../sayings/say.ts'

/** A message with the line before it. */
export interface MboxMessage {
  /** Where its separator begins. */
  readonly offset: number
  /** Bytes from there to the next message. */
  readonly length: number
  /** All of it, or the beginning of one that is larger than `limits.markupBytes`. */
  readonly bytes: Buffer
  readonly isWhole: boolean
}

const pieceBytes = 1024 * 1024
/** What is kept of a message that is too large. */
const headBytes = 4096
const mark = Buffer.from('\nFrom ')

/**
 * The messages from byte `from` on, where one begins (empty lines may come first). Holds one message and a piece of the file.
 * @throws ExtractError `damaged` where no message begins there
 */
export function* mboxMessages(handle: number, from: number): Generator<MboxMessage> {
  const window = new Window(handle, from)
  window.skipEmptyLines()
  if (!window.isSeparatorAt(0)) throw new ExtractError('damaged', say('mail.notMbox'))
  while (!window.isEmpty) yield window.takeMessage()
}

/** The bytes of a file from the message at hand on, as far as they were needed. */
class Window {
  readonly #handle: number
  #bytes: Buffer = Buffer.alloc(0)
  /** Place in the file of the first of `bytes`. */
  #start: number
  #isEnd = false

  constructor(handle: number, start: number) {
    this.#handle = handle
    this.#start = start
    this.#more()
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0
  }

  skipEmptyLines(): void {
    const first = this.#bytes.findIndex((byte) => byte !== 10 && byte !== 13)
    if (first > 0) this.#drop(first)
  }

  /** The message at the beginning of the window, which moves on to the next. */
  takeMessage(): MboxMessage {
    const offset = this.#start
    let head: Buffer | null = null
    let searchFrom = 0
    for (;;) {
      const end = this.#nextSeparator(searchFrom)
      if (end !== null) {
        const length = this.#start + end - offset
        const bytes = head ?? this.#bytes.subarray(0, end)
        this.#drop(end)
        return { offset, length, bytes, isWhole: head === null }
      }
      if (this.#bytes.length > limits.markupBytes) {
        head ??= this.#bytes.subarray(0, headBytes)
        this.#drop(this.#bytes.length - longestSeparator)
      }
      searchFrom = Math.max(0, this.#bytes.length - longestSeparator)
      this.#more()
    }
  }

  /** Whether the line at `at` is a separator. */
  isSeparatorAt(at: number): boolean {
    while (!this.#isEnd && this.#bytes.length < at + 2 * longestSeparator) this.#more()
    const text = this.#bytes.toString('latin1', at, at + 2 * longestSeparator)
    const [line, next = ''] = text.split(/\r?\n/u, 2)
    return line.startsWith('From ') && isSeparator(line, next)
  }

  /** Where the next message begins; the end of the file; null where more has to be read. */
  #nextSeparator(searchFrom: number): number | null {
    for (let at = this.#bytes.indexOf(mark, searchFrom); at >= 0; at = this.#bytes.indexOf(mark, at + 1)) {
      if (this.isSeparatorAt(at + 1)) return at + 1
    }
    return this.#isEnd ? this.#bytes.length : null
  }

  /** As much again as there is, so that a large message is not copied with each piece. */
  #more(): void {
    const piece = Buffer.alloc(Math.max(pieceBytes, this.#bytes.length))
    const read = readSync(this.#handle, piece, 0, piece.length, this.#start + this.#bytes.length)
    this.#isEnd = read === 0
    // A new buffer each time: messages handed out are views of the old one.
    if (read > 0) this.#bytes = Buffer.concat([this.#bytes, piece.subarray(0, read)])
  }

  #drop(count: number): void {
    this.#bytes = this.#bytes.subarray(count)
    this.#start += count
  }
}
