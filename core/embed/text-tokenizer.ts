import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import { HubTokenizer } from './hub-tokenizer.ts'
import type { ModelFolder } from './model-folder.ts'
import type { TokenBuffer } from './token-buffer.ts'
import { readTokenizerFile } from './tokenizer-file.ts'
import { WordPieceTokenizer } from './tokenizer.ts'

/** Text to token ids, whatever the kind of tokenizer.json. */
export interface TextTokenizer {
  /** Ids that the model expects in front of and behind every text, such as [CLS] and [SEP]. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly padId: number
  /** One more than the highest id. */
  readonly size: number
  /** Whether it is quick beside any model: millions of tokens a second. */
  readonly isFast: boolean
  /** Whether the ids of two lines are those of the first and then those of the second. */
  readonly isAdditive: boolean
  /** Appends the ids of `text`, without `before` and `after`, to `out`; returns how many there are. */
  encode(text: string, out: TokenBuffer): number
  /** True when an id says something about a text: neither unknown nor special. */
  isKnown(id: number): boolean
}

/**
 * Our own fast tokenizer where it knows the shape of tokenizer.json, else the general one.
 * @throws AppError `model-mismatch`
 */
export function openTokenizer(folder: Pick<ModelFolder, 'tokenizer' | 'tokenizerConfig'>): TextTokenizer {
  return fastTokenizer(folder.tokenizer) ?? new HubTokenizer(folder.tokenizer, folder.tokenizerConfig)
}

/** Our own by the hash of the file, for as long as somebody has them: encoders of one model share one, and what it learned. */
const ownOnes = new Map<string, WeakRef<TextTokenizer>>()

function fastTokenizer(text: string): TextTokenizer | null {
  const hash = createHash('sha256').update(text).digest('base64')
  const known = ownOnes.get(hash)?.deref()
  if (known !== undefined) return known
  const made = makeFastTokenizer(text)
  if (made !== null) ownOnes.set(hash, new WeakRef(made))
  return made
}

function makeFastTokenizer(text: string): TextTokenizer | null {
  let spec
  try {
    spec = readTokenizerFile(text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-mismatch') return null
    throw error
  }
  const tokenizer = new WordPieceTokenizer(spec)
  const highestId = Math.max(spec.pieces.highestId, ...spec.addedTokens.values())
  return {
    before: [],
    after: [],
    padId: 0,
    size: highestId + 1,
    isFast: true,
    isAdditive: true,
    encode: (words, out) => tokenizer.encode(words, out),
    isKnown: (id) => tokenizer.isKnown(id),
  }
}
