import type { TokenBuffer } from './token-buffer.ts'
import type { WordPieceTokenizer } from './tokenizer.ts'

/** What is embedded as one: `header` (title and heading path) stands in front of every window of `text`. */
export interface EncoderInput {
  readonly header: string
  readonly text: string
}

/** One row for the model: the header's tokens and a run of the text's, as ranges of a TokenBuffer. */
export interface Window {
  /** Row of the input in the answer. */
  readonly row: number
  readonly headerStart: number
  readonly headerLength: number
  readonly textStart: number
  readonly textLength: number
  /** Tokens of both. */
  readonly length: number
}

export interface WindowOptions {
  readonly tokenizer: WordPieceTokenizer
  readonly tokens: TokenBuffer
  readonly maxTokens: number
}

/**
 * Tokenizes header + '\n' + text into `tokens` and cuts it into as few windows as hold it, of nearly the same length: a short
 * last window would weigh as a text of its own. Every token of the text is in exactly one window. Where more than one window
 * is needed, a header longer than a quarter of `maxTokens` is cut to that. No window when no token is known.
 */
export function windowsOf(input: EncoderInput, row: number, { tokenizer, tokens, maxTokens }: WindowOptions): Window[] {
  const headerStart = tokens.length
  let headerLength = tokenizer.encode(input.header, tokens)
  const textStart = tokens.length
  const textLength = tokenizer.encode(input.text, tokens)
  if (!hasKnownToken(tokens, headerStart, tokenizer)) return []
  if (headerLength + textLength > maxTokens) headerLength = Math.min(headerLength, Math.floor(maxTokens / 4))
  const count = Math.max(1, Math.ceil(textLength / (maxTokens - headerLength)))
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((textLength * i) / count)
    const length = Math.floor((textLength * (i + 1)) / count) - start
    return {
      row,
      headerStart,
      headerLength,
      textStart: textStart + start,
      textLength: length,
      length: headerLength + length,
    }
  })
}

function hasKnownToken(tokens: TokenBuffer, start: number, tokenizer: WordPieceTokenizer): boolean {
  for (let i = start; i < tokens.length; i++) if (tokenizer.isKnown(tokens.ids[i])) return true
  return false
}

/**
 * Windows of similar length together, longest first, so that little is padded. A batch has at most `paddedTokens` cells
 * (rows x longest row), or a single row.
 */
export function batchesOf(windows: readonly Window[], paddedTokens: number): Window[][] {
  const batches: Window[][] = []
  let batch: Window[] = []
  for (const window of windows.toSorted((a, b) => b.length - a.length)) {
    const longest = batch[0]?.length ?? window.length
    if (batch.length > 0 && (batch.length + 1) * longest > paddedTokens) {
      batches.push(batch)
      batch = []
    }
    batch.push(window)
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}
