/*
 * The quick way for nearly all English text: words of ASCII letters and digits are looked up by a kernel, sixteen bytes at a time, in
 * slots that hold a word and its ids. A text with any other letter, and a word that is not in its slot, go the long way.
 */
import { wasm, type WasmMemory } from '../../wasm.ts'
import type { TokenBuffer } from '../token-buffer.ts'
import { kindOfPoint, SEPARATOR } from '../words-pattern.ts'
import { plainWordsModule } from './plain-words-binary.ts'
import { byteKinds, kindsAt, mostIds, signsAt, slotBytes, slots, slotsAt } from './plain-words-wat.ts'

interface Kernel {
  encode(at: number, end: number, out: number): number
  claim(at: number): number
  readonly missing: { readonly value: number }
}

/** Bytes of a text; a longer one goes the long way. */
const mostBytes = 1 << 15
const padding = 16
const textAt = slotsAt + slots * slotBytes
const idsAt = textAt + mostBytes + padding
/** A slot's three ids are written whatever their number. */
const memoryBytes = idsAt + (mostBytes + mostIds) * 4
const pageBytes = 65_536

/** Appends the ids of a word that is met for the first time: the first `length` of `units`, in small letters. */
export type EncodeWord = (units: Uint16Array, length: number, out: TokenBuffer) => void

/** Words of ASCII letters and digits, and the ids that they had. */
export class PlainWords {
  readonly #kernel: Kernel
  readonly #bytes: Buffer
  readonly #ids: Int32Array
  /** The word at hand, in small letters. */
  readonly #word = new Uint16Array(mostBytes)

  constructor() {
    const memory = new wasm.Memory({ initial: Math.ceil(memoryBytes / pageBytes) })
    this.#kernel = kernelOver(memory)
    this.#bytes = Buffer.from(memory.buffer)
    this.#ids = new Int32Array(memory.buffer)
    this.#bytes.set(kindsOfBytes, kindsAt)
    this.#bytes.set(partingSigns, signsAt)
    this.#bytes.fill(0xff, 0, 16)
  }

  /**
   * Appends the ids of `text` to `out`. False, and nothing is appended, for a text that has other characters than ASCII and signs of
   * punctuation, or is too long.
   */
  encode(text: string, out: TokenBuffer, encodeWord: EncodeWord): boolean {
    // A unit of UTF-16 has three bytes at most.
    if (text.length * 3 > mostBytes) return false
    const end = textAt + this.#bytes.write(text, textAt)
    this.#bytes.fill(0, end, end + padding)
    const idsEnd = this.#kernel.encode(textAt, end, idsAt)
    if (idsEnd === 0) return false
    const [from, to] = [idsAt / 4, idsEnd / 4]
    if (this.#kernel.missing.value > 0) {
      this.#encodeMissing(from, to, out, encodeWord)
      return true
    }
    out.reserve(to - from)
    out.ids.set(this.#ids.subarray(from, to), out.length)
    out.length += to - from
    return true
  }

  #encodeMissing(from: number, to: number, out: TokenBuffer, encodeWord: EncodeWord): void {
    for (let i = from; i < to;) {
      // Most words of most texts are known: as many as there are, at once.
      let known = i
      while (known < to && this.#ids[known] >= 0) known++
      out.reserve(known - i)
      for (; i < known; i++) out.ids[out.length++] = this.#ids[i]
      if (i === to) break
      const start = -1 - this.#ids[i++]
      const first = out.length
      encodeWord(this.#word, this.#readWord(start), out)
      if (out.length - first <= mostIds) this.#remember(start, out.ids.subarray(first, out.length))
    }
  }

  /** Puts the word that starts there into `#word`; returns its length. As a string it would cost ten times as much. */
  #readWord(start: number): number {
    const bytes = this.#bytes
    const word = this.#word
    const kind = kindsOfBytes[bytes[start]]
    let length = 0
    // Digits have the bit of small letters, too.
    for (; kindsOfBytes[bytes[start + length]] === kind; length++) word[length] = bytes[start + length] | 0x20
    return length
  }

  #remember(start: number, ids: Int32Array): void {
    const slot = this.#kernel.claim(start)
    if (slot === 0) return
    this.#ids[slot / 4 + 4] = ids.length
    this.#ids.set(ids, slot / 4 + 5)
  }
}

const kindsOfBytes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return byte === 0xe2 ? byteKinds.sign : byteKinds.other
  const character = String.fromCharCode(byte)
  if (/[A-Za-z]/.test(character)) return byteKinds.letter
  return /[0-9]/.test(character) ? byteKinds.digit : byteKinds.separator
})

/** By the last byte of U+2000 to U+203F (dashes, quotation marks, dots, spaces): 1 where NFKC makes nothing of it but separators. */
const partingSigns = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80 || byte > 0xbf) return 0
  const normal = String.fromCharCode(0x2000 + (byte & 0x3f)).normalize('NFKC')
  return Array.from(normal, (character) => kindOfPoint(character.codePointAt(0) ?? 0)).every(
    (kind) => kind === SEPARATOR,
  )
    ? 1
    : 0
})

/** Compiled once, since code that threads free at one moment can crash V8 (nodejs/node#64500). */
let module: object | null = null

function kernelOver(memory: WasmMemory): Kernel {
  module ??= new wasm.Module(Buffer.from(plainWordsModule, 'base64'))
  // The module exports exactly these; its test calls them.
  return new wasm.Instance(module, { env: { memory } }).exports as Kernel
}
