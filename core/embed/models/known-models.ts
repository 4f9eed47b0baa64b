/* The models that can be installed by name: those that we know, and those of a file of one's own. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError, messageOf } from '../../errors.ts'
import type { Environment } from '../network/http-request.ts'
import { catalogue, type CatalogueModel } from './catalogue.ts'

/** A path in a repository: no way out of it. */
const repositoryPath = z.string().regex(/^(?!.*\.\.)[\w.-]+(?:\/[\w.-]+)*$/u, 'expected a path like onnx/model.onnx')

const entry = z.strictObject({
  name: z.string().min(1).max(100),
  summary: z.string().max(300),
  repository: repositoryPath,
  revision: repositoryPath,
  dimensions: z.int().min(1).max(4096),
  maxTokens: z.int().min(8).max(65_536),
  languages: z.array(z.string().max(20)),
  licence: z.string().min(1).max(100),
  pooling: z.enum(['none', 'mean', 'cls', 'last']),
  normalise: z.boolean(),
  queryPrefix: z.string().max(1_000),
  passagePrefix: z.string().max(1_000),
  vocabulary: z.int().positive(),
  files: z.array(
    z.strictObject({
      path: repositoryPath,
      name: z.enum(['model.onnx', 'tokenizer.json']),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/u, 'expected 64 hex digits'),
    }),
  ),
}) satisfies z.ZodType<CatalogueModel>

/**
 * Ours, then those of the file that LEANTERN_CATALOGUE names (a JSON list of the same entries), as an organisation keeps them on a
 * hub of its own; one of a name that we have takes our place.
 * @throws AppError `bad-request` naming the file and the key that is wrong
 */
export async function knownModels(env: Environment = process.env): Promise<readonly CatalogueModel[]> {
  const path = env['LEANTERN_CATALOGUE'] ?? ''
  if (path === '') return catalogue
  const own = parseModels(path, await readModels(path))
  const names = new Set(own.map(({ name }) => name.toLowerCase()))
  return [...catalogue.filter(({ name }) => !names.has(name.toLowerCase())), ...own]
}

async function readModels(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw unusable(path, messageOf(error), error)
  }
}

function parseModels(path: string, raw: unknown): readonly CatalogueModel[] {
  const parsed = z.array(entry).safeParse(raw)
  if (parsed.success) return parsed.data
  throw unusable(path, z.prettifyError(parsed.error))
}

function unusable(path: string, why: string, cause?: unknown): AppError {
  return new AppError(
    'bad-request',
    `Expected LEANTERN_CATALOGUE to name a JSON list of models, ${path} is none: ${why}`,
    {
      cause,
    },
  )
}
