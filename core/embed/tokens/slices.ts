/*
 * Inputs as slices of tokens, a slice at a time. In the background the next one is made by another thread while the model runs
 * the one at hand; whoever waits for vectors gets them made here, at once.
 */
import type { TextTokenizer } from '../text-tokenizer.ts'
import { TokenBuffer } from '../token-buffer.ts'
import type { EncoderInput } from '../windows.ts'
import type { Room } from './room.ts'
import { tokenise, type Tokenised, type TokenRules } from './tokenise.ts'
import type { TokenThread } from './token-thread.ts'

/**
 * Inputs and their characters in a slice: bounds memory and the time until the event loop turns. A single input may have more
 * characters.
 */
const sliceInputs = 256
const sliceCharacters = 1 << 20

/** Memory of a character that waits: the text here and in the other thread, and room for its tokens. */
const characterBytes = 12
const inputBytes = 256

/** For fewer characters a thread is not started: it takes longer to start than they take. */
const leastForThread = 1 << 17

export interface SliceParts {
  readonly tokenizer: TextTokenizer
  readonly rules: TokenRules
  /** null: all is tokenized here. */
  readonly thread: TokenThread | null
  /** For work in the background. */
  readonly room: Room
}

/** What the inputs are as tokens, in their order; each slice is only valid until the next one is asked for. */
export function slicesOf(
  inputs: readonly EncoderInput[],
  parts: SliceParts,
  { isBackground, signal }: { readonly isBackground: boolean; readonly signal?: AbortSignal | undefined },
): AsyncIterable<Tokenised> | Iterable<Tokenised> {
  const ranges = rangesOf(inputs)
  return isBackground ? aheadSlices(inputs, ranges, parts, signal) : slicesHere(inputs, ranges, parts)
}

function* slicesHere(
  inputs: readonly EncoderInput[],
  ranges: readonly Range[],
  { tokenizer, rules }: SliceParts,
): Generator<Tokenised> {
  const tokens = new TokenBuffer()
  for (const { start, end } of ranges) yield tokenise(inputs.slice(start, end), start, { tokenizer, rules, tokens })
}

async function* aheadSlices(
  inputs: readonly EncoderInput[],
  ranges: readonly Range[],
  { tokenizer, rules, thread, room }: SliceParts,
  signal: AbortSignal | undefined,
): AsyncGenerator<Tokenised> {
  const characters = ranges.reduce((sum, range) => sum + range.characters, 0)
  const other = characters >= leastForThread ? thread : null
  const make = async (range: Range): Promise<Slice> => {
    const bytes = range.characters * characterBytes + (range.end - range.start) * inputBytes
    const giveBack = await room.take(bytes, signal)
    const slice = inputs.slice(range.start, range.end)
    const here = (): Tokenised => tokenise(slice, range.start, { tokenizer, rules })
    try {
      // A thread that cannot be had only makes it slower.
      return { tokenised: (await other?.tokenise(slice, range.start).catch(() => null)) ?? here(), giveBack }
    } catch (error) {
      giveBack()
      throw error
    }
  }
  let next: Promise<Slice> | null = null
  try {
    for (const [i, range] of ranges.entries()) {
      const { tokenised, giveBack } = await (next ?? make(range))
      const following = ranges[i + 1]
      next = following === undefined || other === null ? null : make(following)
      // Whoever does not ask for it any more does not hear of its failure.
      next?.catch(() => {})
      try {
        yield tokenised
      } finally {
        giveBack()
      }
    }
  } finally {
    void next?.then(
      ({ giveBack }) => giveBack(),
      () => {},
    )
  }
}

interface Slice {
  readonly tokenised: Tokenised
  readonly giveBack: () => void
}

/** Inputs `start` to `end`. */
interface Range {
  readonly start: number
  readonly end: number
  readonly characters: number
}

function rangesOf(inputs: readonly EncoderInput[]): Range[] {
  const ranges: Range[] = []
  for (let start = 0, end = 0; start < inputs.length; start = end) {
    let characters = 0
    do {
      const { header, text } = inputs[end++]
      characters += header.length + text.length
    } while (end < inputs.length && end - start < sliceInputs && characters < sliceCharacters)
    ranges.push({ start, end, characters })
  }
  return ranges
}
