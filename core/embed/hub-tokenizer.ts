import { Tokenizer } from '@huggingface/tokenizers'
import { AppError, messageOf } from '../errors.ts'
import { parseModelJson } from './model-description.ts'
import type { TextTokenizer } from './text-tokenizer.ts'
import type { TokenBuffer } from './token-buffer.ts'

/** A text is given to the library in parts of this many characters at most: some of its loops are slower than linear. */
const partLength = 4096

/** Any tokenizer.json, by @huggingface/tokenizers. */
export class HubTokenizer implements TextTokenizer {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly padId: number
  readonly size: number
  readonly isFast = false
  readonly isAdditive = false
  readonly #tokenizer: Tokenizer
  /** Special tokens and the unknown one. */
  readonly #saysNothing: ReadonlySet<number>

  /** The texts of tokenizer.json and tokenizer_config.json. @throws AppError `model-mismatch` */
  constructor(json: string, config: string) {
    const raw = parseModelJson('tokenizer.json', json)
    const options = parseModelJson('tokenizer_config.json', config)
    if (!isObject(raw) || !isObject(options)) throw unusable('it is not an object')
    try {
      this.#tokenizer = new Tokenizer(raw, options)
      const special = specialsAround(this.#tokenizer)
      this.before = special.before
      this.after = special.after
    } catch (error) {
      throw unusable(messageOf(error), error)
    }
    this.#saysNothing = silentIds(this.#tokenizer, raw, options)
    this.padId = idOf(this.#tokenizer, options['pad_token']) ?? 0
    let size = 0
    for (const id of this.#tokenizer.get_vocab(true).values()) size = Math.max(size, id + 1)
    if (size === 0) throw unusable('it has no vocabulary')
    this.size = size
  }

  encode(text: string, out: TokenBuffer): number {
    const before = out.length
    for (const part of partsOf(text.toWellFormed())) {
      const { ids } = this.#tokenizer.encode(part, { add_special_tokens: false })
      out.reserve(ids.length)
      for (const id of ids) out.ids[out.length++] = id
    }
    return out.length - before
  }

  isKnown(id: number): boolean {
    return !this.#saysNothing.has(id)
  }
}

/**
 * Cut before white space, where every kind of tokenizer starts a word anyway; a part without any is cut anywhere, but not
 * within a character.
 */
function* partsOf(text: string): Generator<string> {
  let start = 0
  while (text.length - start > partLength) {
    let end = start + partLength
    while (end > start && !/\s/u.test(text[end])) end--
    // Of a run of white space only the last character goes with the word.
    if (end === start) end = start + partLength - (/[\uD800-\uDBFF]/.test(text[start + partLength - 1]) ? 1 : 0)
    yield text.slice(start, end)
    start = end
  }
  if (start < text.length) yield text.slice(start)
}

/** What the post-processor puts around a text. */
function specialsAround(tokenizer: Tokenizer): { before: number[]; after: number[] } {
  const sample = 'a'
  const ids: number[] = tokenizer.encode(sample, { add_special_tokens: true }).ids
  const bare: number[] = tokenizer.encode(sample, { add_special_tokens: false }).ids
  for (let start = 0; start + bare.length <= ids.length; start++) {
    if (bare.every((id, i) => ids[start + i] === id)) {
      return { before: ids.slice(0, start), after: ids.slice(start + bare.length) }
    }
  }
  throw new Error('its special tokens do not stand around the text')
}

function silentIds(tokenizer: Tokenizer, raw: JsonObject, options: JsonObject): Set<number> {
  const silent = new Set<number>()
  for (const [id, { special }] of tokenizer.get_added_tokens_decoder()) if (special) silent.add(id)
  const model = isObject(raw['model']) ? raw['model'] : {}
  const unknown = idOf(tokenizer, model['unk_token']) ?? idOf(tokenizer, options['unk_token']) ?? model['unk_id']
  if (typeof unknown === 'number') silent.add(unknown)
  return silent
}

/** The id of a token that is given as its text or as an object with its text. */
function idOf(tokenizer: Tokenizer, token: unknown): number | undefined {
  const text = isObject(token) ? token['content'] : token
  return typeof text === 'string' ? tokenizer.token_to_id(text) : undefined
}

type JsonObject = Readonly<Record<string, unknown>>

function isObject(raw: unknown): raw is JsonObject {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

function unusable(found: string, cause?: unknown): AppError {
  return new AppError('model-mismatch', `tokenizer.json cannot be used: ${found}`, { cause })
}
