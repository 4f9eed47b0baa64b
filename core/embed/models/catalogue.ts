/*
 * Models that can be installed by name, with the checksums that several independent projects publish for the same files (looked
 * up 2026-11).
 */
import type { Pooling } from '../model-description.ts'

/** A file to download: `path` at the source, saved as `name`. */
export interface CatalogueFile {
  readonly path: string
  readonly name: 'model.onnx' | 'tokenizer.json'
  /** About: what a person is told. */
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
}

export interface CatalogueModel {
  /** What a person types. */
  readonly name: string
  readonly summary: string
  /** Owner and name at the hub, and the revision whose files are meant. */
  readonly repository: string
  readonly revision: string
  readonly dimensions: number
  readonly maxTokens: number
  /** Primary subtags; `mul`: about a hundred languages. */
  readonly languages: readonly string[]
  readonly licence: string
  readonly pooling: Pooling
  readonly normalise: boolean
  readonly queryPrefix: string
  readonly passagePrefix: string
  /** Ids of the model's vocabulary. */
  readonly vocabulary: number
  readonly files: readonly CatalogueFile[]
}

const bertIds = 30_522
const searchPrefix = 'Represent this sentence for searching relevant passages: '

export const catalogue: readonly CatalogueModel[] = [
  {
    name: 'all-MiniLM-L6-v2',
    summary: 'small and well known, short English texts',
    repository: 'sentence-transformers/all-MiniLM-L6-v2',
    revision: '1110a243fdf4706b3f48f1d95db1a4f5529b4d41',
    dimensions: 384,
    maxTokens: 256,
    languages: ['en'],
    licence: 'Apache-2.0',
    pooling: 'mean',
    normalise: true,
    queryPrefix: '',
    passagePrefix: '',
    vocabulary: bertIds,
    files: [
      weights(90_405_214, '6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452'),
      tokenizer(466_247, 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037'),
    ],
  },
  {
    name: 'bge-small-en-v1.5',
    summary: 'English, better at questions than MiniLM, half as fast',
    repository: 'BAAI/bge-small-en-v1.5',
    revision: '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a',
    dimensions: 384,
    maxTokens: 512,
    languages: ['en'],
    licence: 'MIT',
    pooling: 'cls',
    normalise: true,
    queryPrefix: searchPrefix,
    passagePrefix: '',
    vocabulary: bertIds,
    files: [
      weights(133_093_490, '828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35'),
      tokenizer(711_396, 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66'),
    ],
  },
  {
    name: 'multilingual-e5-small',
    summary: 'about a hundred languages, finds across them',
    repository: 'intfloat/multilingual-e5-small',
    revision: '614241f622f53c4eeff9890bdc4f31cfecc418b3',
    dimensions: 384,
    maxTokens: 512,
    languages: ['mul'],
    licence: 'MIT',
    pooling: 'mean',
    normalise: true,
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
    vocabulary: 250_037,
    files: [
      weights(470_268_510, 'ca456c06b3a9505ddfd9131408916dd79290368331e7d76bb621f1cba6bc8665'),
      tokenizer(17_082_730, '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39'),
    ],
  },
  {
    name: 'snowflake-arctic-embed-xs',
    summary: 'English, made for search, as fast as MiniLM',
    repository: 'Snowflake/snowflake-arctic-embed-xs',
    revision: 'd8c86521100d3556476a063fc2342036d45c106f',
    dimensions: 384,
    maxTokens: 512,
    languages: ['en'],
    licence: 'Apache-2.0',
    pooling: 'cls',
    normalise: true,
    queryPrefix: searchPrefix,
    passagePrefix: '',
    vocabulary: bertIds,
    files: [
      weights(90_387_631, 'cf2698d30ff05da02c70a088313bad56e5c2f401d734cb24a8390d446111936c'),
      tokenizer(711_649, '91f1def9b9391fdabe028cd3f3fcc4efd34e5d1f08c3bf2de513ebb5911a1854'),
    ],
  },
  {
    name: 'gte-small',
    summary: 'English, general purpose',
    repository: 'thenlper/gte-small',
    revision: '17e1f347d17fe144873b1201da91788898c639cd',
    dimensions: 384,
    maxTokens: 512,
    languages: ['en'],
    licence: 'MIT',
    pooling: 'mean',
    normalise: true,
    queryPrefix: '',
    passagePrefix: '',
    vocabulary: bertIds,
    files: [
      weights(133_000_000, '0b01312b59bec0a2558a626f2937be4cbe4bb16d1511560153f598cec488f1f8'),
      tokenizer(711_661, 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0'),
    ],
  },
]

function weights(bytes: number, sha256: string): CatalogueFile {
  return { path: 'onnx/model.onnx', name: 'model.onnx', bytes, sha256 }
}

function tokenizer(bytes: number, sha256: string): CatalogueFile {
  return { path: 'tokenizer.json', name: 'tokenizer.json', bytes, sha256 }
}

/** Where the hub is; another address in LEANTERN_HUB stands for it. */
export function hubAddress(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['LEANTERN_HUB'] ?? ''
  return (chosen === '' ? 'https://huggingface.co' : chosen).replace(/\/+$/u, '')
}

/** Address of a file of a repository, as the hub has them. */
export function fileAddress(repository: string, revision: string, path: string): string {
  return `${repository}/resolve/${revision}/${path}`
}
