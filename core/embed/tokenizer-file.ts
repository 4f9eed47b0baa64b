import { z } from 'zod'
import { AppError, messageOf } from '../errors.ts'
import { Pieces } from './pieces.ts'
import { ASCII_WORDS, LONGEST_RUN, UNICODE_WORDS } from './words-pattern.ts'

const addedToken = z.object({
  id: z.number().int().nonnegative(),
  content: z.string().regex(/^[^A-Za-z0-9]/, 'an added token that starts with neither a letter nor a digit'),
  lstrip: z.literal(false).default(false),
  rstrip: z.literal(false).default(false),
  normalized: z.literal(false).default(false),
})

const lowercase = z.object({ type: z.literal('Lowercase') })
const nfkcLowercase = z.object({
  type: z.literal('Sequence'),
  normalizers: z.tuple([z.object({ type: z.literal('NFKC') }), lowercase]),
})

const tokenizerFile = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: z.discriminatedUnion('type', [lowercase, nfkcLowercase]),
  pre_tokenizer: z.object({
    type: z.literal('Split'),
    pattern: z.object({ Regex: z.enum([ASCII_WORDS, UNICODE_WORDS]) }),
    behavior: z.literal('Removed'),
    invert: z.literal(true),
  }),
  post_processor: z.null(),
  model: z.object({
    type: z.literal('WordPiece'),
    unk_token: z.string(),
    continuing_subword_prefix: z.literal('##'),
    max_input_chars_per_word: z.number().int().min(1).max(1000).default(100),
    vocab: z.custom<Record<string, number>>(isVocabulary, 'a record of piece and id'),
  }),
})

/** Not zod's record: with it, reading the file of 50,000 pieces took 181 ms instead of 64. */
function isVocabulary(raw: unknown): raw is Record<string, number> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false
  return Object.values(raw).every((id) => Number.isInteger(id) && id >= 0)
}

/** What of a tokenizer.json the tokenizer needs. */
export interface TokenizerSpec {
  readonly pieces: Pieces
  /** Content → id of the tokens that are taken from the text as they stand, such as `[PAD]`. */
  readonly addedTokens: ReadonlyMap<string, number>
  readonly unknownId: number
  /** Characters; a longer word is unknown as a whole. */
  readonly maxWordLength: number
  /** Which characters make words: `ascii` lower-cases the text, `unicode` makes it NFKC and lower case. */
  readonly words: 'ascii' | 'unicode'
}

/**
 * Reads a tokenizer.json of the one supported shape. `taken`: its vocabulary, where that was taken out of it before.
 * @throws AppError `model-mismatch` naming what is different
 */
export function parseTokenizerFile(raw: unknown, taken?: Pieces): TokenizerSpec {
  const { model, added_tokens, normalizer, pre_tokenizer } = checkedShape(raw)
  const words = pre_tokenizer.pattern.Regex === UNICODE_WORDS ? 'unicode' : 'ascii'
  if ((words === 'unicode') !== (normalizer.type === 'Sequence'))
    throw unsupported(`${normalizer.type} with ${words} words`)
  if (words === 'unicode' && model.max_input_chars_per_word < LONGEST_RUN) {
    throw unsupported(`max_input_chars_per_word ${model.max_input_chars_per_word}, below ${LONGEST_RUN}`)
  }
  const left = Object.entries(model.vocab)
  const pieces = left.length === 0 && taken !== undefined ? taken : new Pieces()
  for (const [piece, id] of left) pieces.addPiece(piece, id)
  const addedTokens = new Map(added_tokens.map(({ content, id }) => [content, id]))
  const unknownId = addedTokens.get(model.unk_token) ?? pieces.idOf(model.unk_token)
  if (unknownId === undefined) throw unsupported(`the unknown token "${model.unk_token}" has no id`)
  return { pieces, addedTokens, unknownId, maxWordLength: model.max_input_chars_per_word, words }
}

function checkedShape(raw: unknown): z.infer<typeof tokenizerFile> {
  const parsed = tokenizerFile.safeParse(raw)
  if (!parsed.success) throw unsupported(z.prettifyError(parsed.error))
  return parsed.data
}

/** The same from the file's text. */
export function readTokenizerFile(text: string): TokenizerSpec {
  const { rest, pieces } = takeVocabulary(text) ?? { rest: text }
  return parseTokenizerFile(parseJson(rest), pieces)
}

/** Piece → id of the file's text, for whoever needs their names; a continuation starts with `##`. */
export function readVocabulary(text: string): ReadonlyMap<string, number> {
  return new Map(Object.entries(checkedShape(parseJson(text)).model.vocab))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unsupported(`not JSON (${messageOf(error)})`, { cause: error })
  }
}

/**
 * The vocabulary straight from the text, and the file without it: 90,000 strings, with or without an object of them, take five times
 * as long as the table that they are put into. null where the file is not written as ours is.
 */
function takeVocabulary(text: string): { rest: string; pieces: Pieces } | null {
  const key = text.indexOf(vocabularyKey)
  if (key < 0) return null
  const start = key + vocabularyKey.length
  const units = new Uint16Array(text.length)
  Buffer.from(units.buffer).write(text, 'utf16le')
  const pieces = new Pieces()
  for (let at = start; units[at] === QUOTE; at++) {
    const piece = at + 1
    const end = endOfString(units, piece)
    if (end === piece || units[end + 1] !== COLON) return null
    const digits = end + 2
    let id = 0
    for (at = digits; isDigit(units[at]); at++) id = 10 * id + units[at] - ZERO
    if (at === digits || at > digits + mostDigits) return null
    const isPlain = !units.subarray(piece, end).includes(BACKSLASH)
    const isNew = isPlain
      ? pieces.add(units, piece, end, id)
      : pieces.addPiece(String(parseJson(text.slice(piece - 1, end + 1))), id)
    if (!isNew) return null
    if (units[at] === CLOSE) return { rest: `${text.slice(0, start)}${text.slice(at)}`, pieces }
    if (units[at] !== COMMA) return null
  }
  return null
}

/** Where the quote is that ends a string, or the text ends. */
function endOfString(units: Uint16Array, start: number): number {
  let at = start
  while (at < units.length && units[at] !== QUOTE) at += units[at] === BACKSLASH ? 2 : 1
  return at
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit < ZERO + 10

const vocabularyKey = '"vocab":{'
const [QUOTE, COMMA, ZERO, COLON, BACKSLASH, CLOSE] = [0x22, 0x2c, 0x30, 0x3a, 0x5c, 0x7d]
/** Of an id: no more than fit a number of 32 bits. */
const mostDigits = 9

function unsupported(found: string, options?: ErrorOptions): AppError {
  const expected =
    `a Lowercase normaliser and a Split on ${ASCII_WORDS} (or NFKC and Lowercase, and the Split of core/embed/words-pattern.ts), ` +
    'and a WordPiece model with "##"'
  return new AppError('model-mismatch', `Expected tokenizer.json to have ${expected}, got: ${found}`, options)
}
