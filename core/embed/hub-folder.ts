/*
 * A model's folder as hubs lay it out: config.json of the transformer, and beside it what sentence-transformers adds about
 * pooling, length and prompts. Only what decides about vectors is read.
 */
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { say } from '../sayings/say.ts'
import { parseModelDescription, parseModelJson, type ModelDescription, type Pooling } from './model-description.ts'

/** Where the weights may be, best first. */
export const onnxNames = ['model.onnx', 'onnx/model.onnx', 'onnx/model_quantized.onnx'] as const

/** The files of the hub's layout that are read beside the weights and tokenizer.json. */
export const hubFiles = [
  'config.json',
  'tokenizer_config.json',
  'modules.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
  'config_sentence_transformers.json',
] as const

const config = z.object({
  _name_or_path: z.string().optional(),
  model_type: z.string().default(''),
  hidden_size: z.number().int().positive().optional(),
  d_model: z.number().int().positive().optional(),
  dim: z.number().int().positive().optional(),
  max_position_embeddings: z.number().int().positive().optional(),
  vocab_size: z.number().int().positive().optional(),
})
const sentenceConfig = z.object({ max_seq_length: z.number().int().positive().nullish() })
const tokenizerConfig = z.object({ model_max_length: z.number().positive().nullish() })
const modules = z.array(z.object({ type: z.string() }))
const pooling = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
})
const prompts = z.object({ prompts: z.record(z.string(), z.string()).default({}) })

/** Models whose positions start after the padding id, so that they have two fewer than they say. */
const offsetPositions = ['roberta', 'xlm-roberta', 'camembert', 'mpnet']

const assumedTokens = 512

/** No model of one language has so many ids; those of about a hundred languages have 120,000 and more. */
const manyLanguagesIds = 100_000

/** What a folder without model.json says about itself. @throws AppError `model-missing`, `model-mismatch` naming the file */
export async function describeHubFolder(folder: string): Promise<ModelDescription> {
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const text = await readOptional(folder, name)
    return text === null ? undefined : parsedAs(join(folder, name), schema, text)
  }
  const transformer = await read('config.json', config)
  if (transformer === undefined) throw new AppError('model-missing', say('model.noDescription', { folder }))
  const dimensions = transformer.hidden_size ?? transformer.d_model ?? transformer.dim
  if (dimensions === undefined)
    throw new AppError('model-mismatch', `Expected config.json to have hidden_size, in ${folder}`)
  const steps = (await read('modules.json', modules)) ?? []
  checkSteps(steps.map(({ type }) => type))
  const { prompts: known = {} } = (await read('config_sentence_transformers.json', prompts)) ?? {}
  const lengths = [
    await read('sentence_bert_config.json', sentenceConfig),
    await read('tokenizer_config.json', tokenizerConfig),
  ]
  return parseModelDescription(
    JSON.stringify({
      name: basename(resolve(folder)),
      dimensions,
      maxTokens: maxTokensOf(transformer, lengths),
      licence: 'unknown',
      pooling: poolingOf(await read('1_Pooling/config.json', pooling)),
      normalise: steps.some(({ type }) => type.endsWith('.Normalize')),
      queryPrefix: known['query'] ?? '',
      passagePrefix: known['passage'] ?? known['document'] ?? '',
      vocabulary: transformer.vocab_size,
      languages: (transformer.vocab_size ?? 0) > manyLanguagesIds ? ['mul'] : [],
    }),
  )
}

/** A module that changes vectors and is not in the ONNX file would silently be left out. */
function checkSteps(types: readonly string[]): void {
  const known = ['Transformer', 'Pooling', 'Normalize']
  const unknown = types.find((type) => !known.includes(type.split('.').at(-1) ?? ''))
  if (unknown === undefined) return
  throw new AppError('model-mismatch', `modules.json names ${unknown}; only ${known.join(', ')} are supported.`)
}

function maxTokensOf(
  { max_position_embeddings: positions, model_type: type }: z.infer<typeof config>,
  [sentence, tokenizer]: readonly ({ max_seq_length?: unknown; model_max_length?: unknown } | undefined)[],
): number {
  const isShort = (value: unknown): value is number => typeof value === 'number' && value <= 65_536
  const wanted = [sentence?.max_seq_length, tokenizer?.model_max_length].find(isShort) ?? positions ?? assumedTokens
  const offset = offsetPositions.includes(type) ? 2 : 0
  return positions === undefined ? wanted : Math.min(wanted, positions - offset)
}

function poolingOf(modes: z.infer<typeof pooling> | undefined): Pooling {
  if (modes === undefined) return 'mean'
  const chosen: Pooling[] = []
  if (modes.pooling_mode_cls_token) chosen.push('cls')
  if (modes.pooling_mode_mean_tokens) chosen.push('mean')
  if (modes.pooling_mode_lasttoken) chosen.push('last')
  if (chosen.length === 1) return chosen[0]
  throw new AppError(
    'model-mismatch',
    `Expected 1_Pooling/config.json to choose one of cls, mean and last token, got ${chosen.join(' and ') || 'another'}.`,
  )
}

function parsedAs<T>(name: string, schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(parseModelJson(name, text))
  if (parsed.success) return parsed.data
  throw new AppError('model-mismatch', `${name} is not as expected: ${z.prettifyError(parsed.error)}`)
}

/** The text of a file; null where it is not there. @throws AppError `model-missing` when it is there and cannot be read */
export async function readOptional(folder: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null
    throw new AppError('model-missing', `${name} cannot be read in ${folder}: ${messageOf(error)}`, { cause: error })
  }
}
