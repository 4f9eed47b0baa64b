import xxhash, { type XXHashAPI } from 'xxhash-wasm'

/** Bytes hashed at once: the WebAssembly memory grows to the largest piece and never shrinks. */
const PIECE_BYTES = 4 * 1024 * 1024

let loading: Promise<XXHashAPI> | null = null

/** xxHash64 of `bytes`. */
export async function hashBytes(bytes: Uint8Array): Promise<bigint> {
  loading ??= xxhash()
  const api = await loading
  if (bytes.length <= PIECE_BYTES) return api.h64Raw(bytes)
  const hash = api.create64()
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    hash.update(bytes.subarray(start, start + PIECE_BYTES))
  return hash.digest()
}
