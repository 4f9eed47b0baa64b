import { ExtractError } from '../extracted.ts'
import { say } from '../../sayings/say.ts'

/** What every compressed text can refer back to from its first byte on ([MS-OXRTFCP] 2.1.2.1). */
const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

const HEADER_BYTES = 16
const RING_BYTES = 4096
const COMPRESSED = 0x75465a4c
const UNCOMPRESSED = 0x414c454d
const MOST_BYTES = 64 * 1024 * 1024

/** The rich text of an Outlook message: 16 bytes of header, then runs of eight literals or back references under a byte of flags. */
export function decompressRtf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HEADER_BYTES) throw damaged()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const kind = view.getUint32(8, true)
  if (kind === UNCOMPRESSED) return bytes.subarray(HEADER_BYTES)
  if (kind !== COMPRESSED) throw damaged()
  const size = Math.min(view.getUint32(4, true), MOST_BYTES, bytes.length * 10)
  const ring = new Uint8Array(RING_BYTES).fill(0x20)
  ring.set(Buffer.from(DICTIONARY, 'latin1'))
  let ringAt = DICTIONARY.length
  const out = new Uint8Array(size)
  let length = 0
  const put = (byte: number): void => {
    if (length < size) out[length++] = byte
    ring[ringAt] = byte
    ringAt = (ringAt + 1) % RING_BYTES
  }
  for (let at = HEADER_BYTES; at < bytes.length;) {
    if (length === size) break
    const flags = bytes[at++]
    for (let bit = 0; bit < 8 && at < bytes.length; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++])
        continue
      }
      const reference = (bytes[at] << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const offset = reference >> 4
      // A reference to where the next byte goes ends the text.
      if (offset === ringAt) return out.subarray(0, length)
      const count = (reference & 15) + 2
      for (let i = 0; i < count; i++) put(ring[(offset + i) % RING_BYTES])
    }
  }
  return out.subarray(0, length)
}

function damaged(): ExtractError {
  return new ExtractError('damaged', say('file.richTextDamaged'))
}
