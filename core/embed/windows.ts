import type { TextTokenizer } from './text-tokenizer.ts'
import type { TokenBuffer } from './token-buffer.ts'

/** What is embedded as one: `header` (title and heading path) stands in front of every window of `text`. */
export interface EncoderInput {
  readonly header: string
  readonly text: string
  /** `query`: a question, which some models want marked as such; default: a passage that may answer one. */
  readonly use?: 'query' | 'passage'
}

/** One row for the model: the header's tokens and a run of the text's, as ranges of a TokenBuffer. */
export interface Window {
  /** Row of the input in the answer. */
  readonly row: number
  readonly headerStart: number
  readonly headerLength: number
  readonly textStart: number
  readonly textLength: number
  /** Tokens of both and the special ones around them. */
  readonly length: number
}

export interface WindowOptions {
  readonly tokenizer: TextTokenizer
  readonly tokens: TokenBuffer
  readonly maxTokens: number
  /** Stand in front of the header. */
  readonly queryPrefix?: string
  readonly passagePrefix?: string
}

/** A text's tokens in the buffer: what stands in front of every window, and the rest. */
interface Encoded {
  readonly headerStart: number
  readonly headerLength: number
  readonly textStart: number
  readonly textLength: number
  /** Whether the text or its header has a token that says something; the prefix does not count. */
  readonly isKnown: boolean
}

/**
 * Tokenizes prefix + header + '\n' + text into `tokens` and cuts it into as few windows as hold it, of nearly the same length: a
 * short last window would weigh as a text of its own. Every token of the text is in exactly one window. Where more than one
 * window is needed, a header longer than a quarter of `maxTokens` is cut to that. No window when no token is known.
 */
export function windowsOf(input: EncoderInput, row: number, options: WindowOptions): Window[] {
  const { before, after } = options.tokenizer
  const special = before.length + after.length
  const room = options.maxTokens - special
  const { headerStart, textStart, textLength, isKnown, ...encoded } = encodeInput(input, options)
  if (!isKnown) return []
  let { headerLength } = encoded
  if (headerLength + textLength > room) headerLength = Math.min(headerLength, Math.floor(options.maxTokens / 4))
  const count = Math.max(1, Math.ceil(textLength / (room - headerLength)))
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((textLength * i) / count)
    const length = Math.floor((textLength * (i + 1)) / count) - start
    return {
      row,
      headerStart,
      headerLength,
      textStart: textStart + start,
      textLength: length,
      length: headerLength + length + special,
    }
  })
}

function encodeInput(input: EncoderInput, options: WindowOptions): Encoded {
  const prefix = (input.use === 'query' ? options.queryPrefix : options.passagePrefix) ?? ''
  return options.tokenizer.isAdditive && prefix === ''
    ? encodeApart(input, options)
    : encodeJoined(prefix, input, options)
}

function encodeApart({ header, text }: EncoderInput, { tokenizer, tokens }: WindowOptions): Encoded {
  const headerStart = tokens.length
  const headerLength = tokenizer.encode(header, tokens)
  const textStart = tokens.length
  const textLength = tokenizer.encode(text, tokens)
  return { headerStart, headerLength, textStart, textLength, isKnown: hasKnown(tokens, headerStart, tokenizer) }
}

/** As one text, so that no token differs at the seams; the header is what its own tokens and the whole's have in common. */
function encodeJoined(prefix: string, { header, text }: EncoderInput, { tokenizer, tokens }: WindowOptions): Encoded {
  const prefixLength = prefix === '' ? 0 : tokenizer.encode(prefix.trimEnd(), tokens)
  const leadStart = tokens.length
  const leadLength = tokenizer.encode((prefix + header).trimEnd(), tokens)
  const headerStart = tokens.length
  const length = tokenizer.encode(header === '' ? prefix + text : `${prefix}${header}\n${text}`, tokens)
  const most = Math.min(leadLength, length)
  let headerLength = 0
  while (headerLength < most && tokens.ids[leadStart + headerLength] === tokens.ids[headerStart + headerLength])
    headerLength++
  return {
    headerStart,
    headerLength,
    textStart: headerStart + headerLength,
    textLength: length - headerLength,
    isKnown:
      /\S/u.test(header + text) && hasKnown(tokens, headerStart + Math.min(prefixLength, headerLength), tokenizer),
  }
}

function hasKnown(tokens: TokenBuffer, start: number, tokenizer: TextTokenizer): boolean {
  for (let i = start; i < tokens.length; i++) if (tokenizer.isKnown(tokens.ids[i])) return true
  return false
}

/**
 * Where the batch that starts with `windows[start]` ends: at most `cells` cells (rows × longest row), or a single row. Windows are
 * sorted by length, longest first, so that little is padded.
 */
export function batchEnd(windows: readonly Window[], start: number, cells: number): number {
  const rows = Math.max(1, Math.floor(cells / Math.max(1, windows[start].length)))
  return Math.min(windows.length, start + rows)
}
