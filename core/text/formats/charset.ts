import { analyse } from 'chardet'

/** Bytes given to the detector: it is slow (2 MB/s), and more bytes do not make it surer. */
const SAMPLE_BYTES = 32_768
const UTF16_SAMPLE_BYTES = 4_096

type Utf16 = 'utf-16le' | 'utf-16be'

/** By a byte order mark, else by the look of text in which a NUL is half of a blank or a letter; null for anything else. */
export function utf16Label(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, Math.min(bytes.length, UTF16_SAMPLE_BYTES) & ~1)
  if (sample.length < 8 || bytes.length % 2 !== 0 || !sample.includes(0)) return null
  const isLittle = looksLikeText(sample, 'utf-16le')
  const isBig = looksLikeText(sample, 'utf-16be')
  if (isLittle && isBig) return distinctBytes(sample, 1) <= distinctBytes(sample, 0) ? 'utf-16le' : 'utf-16be'
  if (isLittle) return 'utf-16le'
  return isBig ? 'utf-16be' : null
}

/** Binary files have control characters and halves of characters, whichever way they are read. */
function looksLikeText(sample: Uint8Array, charset: Utf16): boolean {
  const text = new TextDecoder(charset).decode(sample)
  // The sample's end may cut a character in two.
  return !/(?![\t\n\f\r])[\p{Cc}\p{Cn}\p{Co}\ufffd]/u.test(text.replace(/\ufffd$/, ''))
}

/** How many values the bytes at even (0) or odd (1) places have: a script has few upper bytes and many lower ones. */
function distinctBytes(sample: Uint8Array, parity: 0 | 1): number {
  const seen = new Set<number>()
  for (let i = parity; i < sample.length; i += 2) seen.add(sample[i])
  return seen.size
}

/** Whether a byte is in `bytes`: a Buffer asks the system's library, other arrays look at one after the other. */
export function hasByte(bytes: Uint8Array, byte: number): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(byte)
}

/** ISO-2022-JP, whose bytes are all ASCII: escapes switch to Japanese and back. */
export function isJapaneseByEscapes(bytes: Uint8Array): boolean {
  if (!hasByte(bytes, 0x1b)) return false
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES)).toString('latin1')
  const begin = Math.max(start.indexOf('\u001b$B'), start.indexOf('\u001b$@'))
  return begin >= 0 && (start.includes('\u001b(B', begin) || start.includes('\u001b(J', begin))
}

/** UTF-8 with some damage, as opposed to another charset: few of what is not ASCII has to be replaced. */
export function isNearlyUtf8(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return true
  let odd = 0
  for (const byte of bytes) if (byte > 0x7f) odd++
  const replaced = new TextDecoder().decode(bytes).split('\ufffd').length - 1
  return replaced * 20 < odd
}

/** The charset that bytes look like; windows-1252 where they look like none. */
export function guessCharset(bytes: Uint8Array): string {
  // A long file may be plain ASCII for megabytes; the sample has to hold what is not.
  const start = Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - 64)
  const sample = bytes.subarray(start, start + SAMPLE_BYTES)
  const guesses = analyse(sample).map(({ name }) => name)
  const guess = guesses[0] === 'Shift_JIS' && isOnlyHalfWidth(sample) ? guesses[1] : guesses[0]
  const known = guess !== undefined && isKnownCharset(guess) ? guess : 'windows-1252'
  return ofOldSystems(sample, known) ?? known
}

/** What the detector has never heard of: Russian of DOS, and letters of Macs that ended their lines by a return alone. */
function ofOldSystems(sample: Uint8Array, guess: string): 'ibm866' | 'macintosh' | null {
  const isMac = sample.includes(13) && !sample.includes(10)
  if (isMac && /[a-z][\x80-\x9f][a-z]/iu.test(Buffer.from(sample).toString('latin1'))) return 'macintosh'
  return /^(?:windows|iso-8859|koi8)/iu.test(guess) && isRussianOfDos(sample) ? 'ibm866' : null
}

/**
 * Its small letters are in two places, the commoner half in one that hardly any other charset has letters in, and between the two are
 * lines of frames, which never stand beside letters; behind them hardly any are used.
 */
function isRussianOfDos(sample: Uint8Array): boolean {
  let [first, second, letters, odd] = [0, 0, 0, 0]
  let wasLetter = false
  for (const byte of sample) {
    const isFrame = byte >= 0xb0 && byte <= 0xdf
    const isLetter = byte > 0x7f && !isFrame
    if (isLetter) letters++
    if (byte >= 0xa0 && byte <= 0xaf) first++
    if (byte >= 0xe0 && byte <= 0xef) second++
    if ((wasLetter && isFrame) || byte > 0xf1) odd++
    wasLetter = isLetter
  }
  return letters >= 12 && first > 0.3 * letters && second > 0.15 * letters && odd < 0.05 * letters
}

/** Whether bytes are in Shift_JIS what nobody writes, a text in narrow katakana alone: they are Cyrillic, one byte a letter. */
function isOnlyHalfWidth(sample: Uint8Array): boolean {
  const text = new TextDecoder('shift_jis').decode(sample)
  const narrow = text.match(/[\uff61-\uff9f]/gu)?.length ?? 0
  const japanese = text.match(/[\u3040-\u30ff\p{Script=Han}]/gu)?.length ?? 0
  return narrow > japanese
}

/** Not labels that give no text, and those that the bytes have already said no to. */
export function isKnownCharset(label: string): boolean {
  const charset = charsetOf(label)
  return charset !== '' && !charset.startsWith('utf-')
}

/** The decoder's name of a charset that a file declares; '' for one that is unknown or gives no text. */
export function charsetOf(label: string): string {
  try {
    const { encoding } = new TextDecoder(label)
    return /user-defined|replacement/.test(encoding) ? '' : encoding
  } catch {
    return ''
  }
}
