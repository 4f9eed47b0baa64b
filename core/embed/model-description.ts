import { z } from 'zod'
import { AppError, messageOf } from '../errors.ts'

/** Inputs that a text encoder can have. */
export const modelInputs = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const

/**
 * How a text's embedding is made from the model's output: `none`: the output [batch, dimensions] is it; else the output is
 * [batch, tokens, dimensions] and it is the mean over tokens, the first token's or the last token's.
 */
export type Pooling = 'none' | 'mean' | 'cls' | 'last'

/**
 * A longer window is never filled by a chunk, and its attention, which grows with the square, would take gigabytes: longer
 * texts are cut as with any model.
 */
const mostTokens = 1024

function atMost(tokens: number): number {
  return Math.min(tokens, mostTokens)
}

const modelDescription = z.object({
  name: z.string().min(1),
  dimensions: z.number().int().min(1).max(4096),
  maxTokens: z.number().int().min(8).max(65536).transform(atMost),
  /** Absent: those that the model has. */
  inputs: z.array(z.enum(modelInputs)).nonempty().optional(),
  /** Absent: the one that looks like embeddings, see session.ts. */
  output: z.string().min(1).optional(),
  licence: z.string().min(1),
  languages: z.array(z.string()).default([]),
  pooling: z.enum(['none', 'mean', 'cls', 'last']).default('none'),
  /** Whether each window's embedding gets length 1 before the mean of windows; the mean always gets it. */
  normalise: z.boolean().default(false),
  queryPrefix: z.string().default(''),
  passagePrefix: z.string().default(''),
  /** Ids that the model knows, 0 to this; absent: not checked against the tokenizer. */
  vocabulary: z.number().int().positive().optional(),
})

/** What model.json says about the model beside it. `dimensions`: of an embedding; `maxTokens`: in one window. */
export type ModelDescription = z.infer<typeof modelDescription>

/** @throws AppError `model-mismatch` naming the key that is wrong */
export function parseModelDescription(text: string): ModelDescription {
  const parsed = modelDescription.safeParse(parseModelJson('model.json', text))
  if (parsed.success) return parsed.data
  throw new AppError('model-mismatch', `model.json is not as expected: ${z.prettifyError(parsed.error)}`)
}

/** JSON of a model's folder. @throws AppError `model-mismatch` naming the file */
export function parseModelJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('model-mismatch', `Expected ${name} to be JSON: ${messageOf(error)}`, { cause: error })
  }
}
