/* The codec that belongs to a model, and how the manifest keeps it. */
import type { BitsPerDimension } from '../types.ts'
import { codeBits, createCodec, type Codec } from './codes.ts'
import type { Manifest } from './manifest.ts'

/** What a library remembers of its model. */
export interface StoreModel {
  readonly name: string
  readonly fingerprint: string
  readonly dimensions: number
  /** [dimensions], see `Codec`. */
  readonly centre: Float32Array
}

const rotationSeed = 20_250_608

/** The codec that a manifest describes. */
export function codecOf({ model, codec }: Manifest): Codec {
  const bytes = new Uint8Array(Buffer.from(codec.centre, 'base64'))
  const { dimensions } = model
  const { seed, bitsPerDimension } = codec
  return createCodec({ dimensions, seed, bitsPerDimension, centre: new Float32Array(bytes.buffer) })
}

/** What the manifest keeps of the codec of a model. */
export function codecEntry(model: StoreModel, bitsPerDimension: BitsPerDimension): Manifest['codec'] {
  const bits = codeBits(codecFor(model, bitsPerDimension))
  const centre = Buffer.from(model.centre.buffer, model.centre.byteOffset, model.centre.byteLength).toString('base64')
  return { seed: rotationSeed, bits, bitsPerDimension, centre }
}

/** The codec that a library with this model and these bits has. */
export function codecFor(model: StoreModel, bitsPerDimension: BitsPerDimension): Codec {
  return createCodec({ ...model, seed: rotationSeed, bitsPerDimension })
}
