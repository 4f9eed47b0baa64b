import { Recent } from '../recent.ts'
import type { EmbedOptions, Encoder } from './encoder.ts'
import type { EncoderInput } from './windows.ts'

/** Bytes of rows and UTF-16 units of their texts, together: what three or four searches recompute. */
const mostKept = 3 * 1024 * 1024

/** A search embeds a hundred passages and the sentences of some; what embeds more goes through a library. */
const mostInputs = 1024

/** What one text had in front of it, and the row it got. */
interface Remembered {
  readonly header: string
  readonly use: EncoderInput['use'] | undefined
  readonly row: Float32Array
}

/**
 * An encoder that knows the rows of the texts which it embedded last, for a minute and in memory only: the same numbers that the model
 * would give again. Whoever types a query letter by letter gets most of the passages before once more. Work in the background is not remembered.
 */
export function rememberingEncoder(inner: Encoder): Encoder {
  const { dimensions } = inner
  const rows = new Recent<Remembered>({ most: mostKept })

  async function embed(
    inputs: readonly EncoderInput[],
    signal?: AbortSignal,
    options?: EmbedOptions,
  ): Promise<Float32Array> {
    if (options?.background !== undefined || inputs.length > mostInputs) return inner.embed(inputs, signal, options)
    signal?.throwIfAborted()
    const vectors = new Float32Array(inputs.length * dimensions)
    const missing: number[] = []
    for (const [i, input] of inputs.entries()) {
      const known = rows.get(input.text, sizeOf)
      if (known !== undefined && isOf(known, input)) vectors.set(known.row, i * dimensions)
      else missing.push(i)
    }
    if (missing.length === 0) return vectors
    const computed = await inner.embed(
      missing.map((i) => inputs[i]),
      signal,
    )
    for (const [at, i] of missing.entries()) {
      const row = computed.slice(at * dimensions, (at + 1) * dimensions)
      vectors.set(row, i * dimensions)
      const { header, text, use } = inputs[i]
      const remembered = { header, use, row }
      rows.set(text, remembered, sizeOf(remembered))
    }
    return vectors
  }

  async function close(): Promise<void> {
    rows.clear()
    await inner.close()
  }

  return { ...inner, embed, close }
}

function sizeOf({ header, row }: Remembered): number {
  return header.length + row.byteLength
}

/** The same text under another header is rare: the last one is remembered. */
function isOf({ header, use }: Remembered, input: EncoderInput): boolean {
  return header === input.header && use === input.use
}
