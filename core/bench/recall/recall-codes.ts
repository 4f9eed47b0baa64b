import { codeBits, createCodec, encodeVectors, scaleBytes, type Codec, type Codes } from '../../leann/codes.ts'
import type { BitsPerDimension } from '../../types.ts'
import type { RecallData } from './recall-data.ts'

/** Codes of all chunks. */
export interface CodesAtHand {
  readonly codec: Codec
  readonly codes: Codes
  readonly bitsPerDimension: BitsPerDimension
  readonly bytesPerChunk: number
}

/** Centred on the vectors' own mean. */
export function codesOf(
  { vectors, dimensions }: Pick<RecallData, 'vectors' | 'dimensions'>,
  bitsPerDimension: BitsPerDimension,
): CodesAtHand {
  const centre = new Float32Array(dimensions)
  const rows = vectors.length / dimensions
  for (let i = 0; i < vectors.length; i++) centre[i % dimensions] += vectors[i] / rows
  const codec = createCodec({ dimensions, seed: 1, bitsPerDimension, centre })
  const bytesPerChunk = codeBits(codec) / 8 + scaleBytes
  return { codec, codes: encodeVectors(codec, vectors), bitsPerDimension, bytesPerChunk }
}
