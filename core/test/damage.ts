/* Every small damage that a file can suffer, for tests of file formats. */

/** The file cut off after each possible number of bytes. */
export function* truncations(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length)
}

/** The file with one bit changed, for every bit of it. */
export function* bitFlips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const copy = bytes.slice()
    copy[bit >> 3] ^= 1 << (bit & 7)
    yield copy
  }
}
