import type { TextTokenizer } from '../text-tokenizer.ts'
import { TokenBuffer } from '../token-buffer.ts'
import { windowsOf, type EncoderInput, type Window } from '../windows.ts'

/** How a model wants its texts. */
export interface TokenRules {
  readonly maxTokens: number
  readonly queryPrefix: string
  readonly passagePrefix: string
}

/** Texts as the model takes them: the windows, longest first, and the tokens that they are ranges of. */
export interface Tokenised {
  readonly windows: readonly Window[]
  readonly tokens: Pick<TokenBuffer, 'ids' | 'length'>
}

/** `firstRow`: the row of the first input in the answer. */
export function tokenise(
  inputs: readonly EncoderInput[],
  firstRow: number,
  { tokenizer, rules, tokens = new TokenBuffer() }: TokeniseParts,
): Tokenised {
  const options = { tokenizer, tokens, ...rules }
  const windows: Window[] = []
  tokens.clear()
  for (const [i, input] of inputs.entries()) {
    for (const window of windowsOf(input, firstRow + i, options)) windows.push(window)
  }
  return { windows: windows.toSorted((a, b) => b.length - a.length), tokens }
}

export interface TokeniseParts {
  readonly tokenizer: TextTokenizer
  readonly rules: TokenRules
  /** Is filled again; default: a new one. */
  readonly tokens?: TokenBuffer
}

/** Numbers of a window, one after the other. */
const fields = ['row', 'headerStart', 'headerLength', 'textStart', 'textLength', 'length'] as const

/** Windows as one piece of memory, which goes from thread to thread without being copied. */
export function packWindows(windows: readonly Window[]): Int32Array<ArrayBuffer> {
  const packed = new Int32Array(windows.length * fields.length)
  for (const [i, window] of windows.entries()) {
    for (const [f, field] of fields.entries()) packed[i * fields.length + f] = window[field]
  }
  return packed
}

/** The windows that `packWindows` packed. */
export function unpackWindows(packed: Int32Array): Window[] {
  return Array.from({ length: packed.length / fields.length }, (_, i) => {
    const [row, headerStart, headerLength, textStart, textLength, length] = packed.subarray(i * fields.length)
    return { row, headerStart, headerLength, textStart, textLength, length }
  })
}
