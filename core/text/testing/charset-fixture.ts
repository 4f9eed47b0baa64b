/** `text` in a charset of one or two bytes a character, by asking the decoder what every pair of bytes means. */
export function encodeAs(text: string, charset: string): Uint8Array {
  if (charset === 'iso-2022-jp') return escaped(text)
  const table = tableOf(charset)
  return Uint8Array.from(
    [...text].flatMap((char) => {
      const bytes = table.get(char)
      if (bytes === undefined) throw new Error(`Expected a character of ${charset}, got "${char}"`)
      return bytes
    }),
  )
}

const tables = new Map<string, ReadonlyMap<string, number[]>>()

function tableOf(charset: string): ReadonlyMap<string, number[]> {
  const known = tables.get(charset)
  if (known !== undefined) return known
  const table = new Map<string, number[]>()
  const add = (...bytes: number[]): void => {
    const char = new TextDecoder(charset).decode(Uint8Array.from(bytes))
    if ([...char].length === 1 && char !== '\ufffd' && !table.has(char)) table.set(char, bytes)
  }
  for (let byte = 0; byte < 256; byte++) add(byte)
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) add(first, second)
  tables.set(charset, table)
  return table
}

/** ISO-2022-JP: the bytes of EUC-JP less 0x80, between escapes. */
function escaped(text: string): Uint8Array {
  const bytes: number[] = []
  let isJapanese = false
  for (const char of text) {
    const isAscii = char < '\u0080'
    if (isJapanese === isAscii) bytes.push(...Buffer.from(isAscii ? '\u001b(B' : '\u001b$B'))
    isJapanese = !isAscii
    bytes.push(...[...encodeAs(char, 'euc-jp')].map((byte) => byte & 0x7f))
  }
  if (isJapanese) bytes.push(...Buffer.from('\u001b(B'))
  return Uint8Array.from(bytes)
}
