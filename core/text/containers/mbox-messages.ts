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
/** What is kept of a message that is too large: its headers, and mostly what somebody wrote before what is attached. */
export const largeHeadBytes = 256 * 1024
const mark = Buffer.from('\nFrom ')

/** The file's bytes from where a message begins, one piece after the other; shorter at the end. */
export interface MboxBytes {
  read(length: number): Buffer | Promise<Buffer>
}

/**
 * The messages of a file whose `bytes` begin at its byte `from`, where one begins (empty lines may come first). Holds one message
 * and a piece of the file.
 * @throws ExtractError `damaged` where no message begins there
 */
export async function* mboxMessages(bytes: MboxBytes, from: number): AsyncGenerator<MboxMessage> {
  const window = new Window(bytes, from)
  await window.skipEmptyLines()
  if (!(await window.isSeparatorAt(0))) throw new ExtractError('damaged', say('mail.notMbox'))
  while (!window.isEmpty) yield await window.takeMessage()
}

/** The bytes of a file from the message at hand on, as far as they were needed. */
class Window {
  readonly #source: MboxBytes
  #bytes: Buffer = Buffer.alloc(0)
  /** Place in the file of the first of `bytes`. */
  #start: number
  #isEnd = false

  constructor(source: MboxBytes, start: number) {
    this.#source = source
    this.#start = start
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0
  }

  async skipEmptyLines(): Promise<void> {
    await this.#more()
    const first = this.#bytes.findIndex((byte) => byte !== 10 && byte !== 13)
    if (first > 0) this.#drop(first)
  }

  /** The message at the beginning of the window, which moves on to the next. */
  async takeMessage(): Promise<MboxMessage> {
    const offset = this.#start
    let head: Buffer | null = null
    let searchFrom = 0
    for (;;) {
      const end = await this.#nextSeparator(searchFrom)
      if (end !== null) {
        const length = this.#start + end - offset
        const bytes = head ?? this.#bytes.subarray(0, end)
        this.#drop(end)
        return { offset, length, bytes, isWhole: head === null }
      }
      if (this.#bytes.length > limits.markupBytes) {
        head ??= Buffer.from(this.#bytes.subarray(0, largeHeadBytes))
        this.#drop(this.#bytes.length - longestSeparator)
      }
      searchFrom = Math.max(0, this.#bytes.length - longestSeparator)
      await this.#more()
    }
  }

  /** Whether the line at `at` is a separator. */
  async isSeparatorAt(at: number): Promise<boolean> {
    while (!this.#isEnd && this.#bytes.length < at + 2 * longestSeparator) await this.#more()
    const text = this.#bytes.toString('latin1', at, at + 2 * longestSeparator)
    const [line, next = ''] = text.split(/\r?\n/u, 2)
    return line.startsWith('From ') && isSeparator(line, next)
  }

  /** Where the next message begins; the end of the file; null where more has to be read. */
  async #nextSeparator(searchFrom: number): Promise<number | null> {
    for (let at = this.#bytes.indexOf(mark, searchFrom); at >= 0; at = this.#bytes.indexOf(mark, at + 1)) {
      if (await this.isSeparatorAt(at + 1)) return at + 1
    }
    return this.#isEnd ? this.#bytes.length : null
  }

  /** As much again as there is, so that a large message is not copied with each piece. */
  async #more(): Promise<void> {
    const piece = await this.#source.read(Math.max(pieceBytes, this.#bytes.length))
    this.#isEnd = piece.length === 0
    // A new buffer each time: messages handed out are views of the old one.
    if (piece.length > 0) this.#bytes = Buffer.concat([this.#bytes, piece])
  }

  #drop(count: number): void {
    this.#bytes = this.#bytes.subarray(count)
    this.#start += count
  }
}
