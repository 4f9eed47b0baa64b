import { resolve } from 'node:path'
import { AppError } from '../errors.ts'

/** What the command line may say to a bench, parsed. */
export interface BenchOptions {
  /** Folder to measure on; undefined: the bench makes its own. */
  readonly path: string | undefined
  /** Folder of judged sets; undefined: ../data/retrieval. */
  readonly data: string | undefined
  /** Names of installed models; undefined: what the bench thinks best. */
  readonly models: readonly string[] | undefined
  /** Chunks to measure with; undefined: what the bench thinks best. */
  readonly chunks: number | undefined
  /** npm names of peers to install and run; undefined: those that are installed. */
  readonly peers: readonly string[] | undefined
  /** Also what takes more than 25 minutes. */
  readonly isLarge: boolean
  /** The person's own vectors in place of texts. */
  readonly own: OwnVectors | undefined
}

/** Two files of little-endian float32 rows. */
export interface OwnVectors {
  readonly vectors: string
  readonly queries: string
  readonly dimensions: number
}

/** The options as commander gives them. */
export interface BenchWords {
  readonly path?: string
  readonly data?: string
  readonly models?: string
  readonly chunks?: string
  readonly peers?: string
  readonly large?: boolean
  readonly vectors?: string
  readonly queries?: string
  readonly dim?: string
}

/** @throws AppError `bad-request` naming the option that is wrong */
export function parseBenchOptions(words: BenchWords): BenchOptions {
  return {
    path: words.path === undefined ? undefined : resolve(words.path),
    data: words.data === undefined ? undefined : resolve(words.data),
    chunks: words.chunks === undefined ? undefined : wholeNumber('--chunks', words.chunks),
    models: namesIn(words.models),
    peers: namesIn(words.peers),
    isLarge: words.large === true,
    own: ownVectors(words),
  }
}

/** Names separated by commas. */
function namesIn(list: string | undefined): readonly string[] | undefined {
  return list
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function ownVectors({ vectors, queries, dim }: BenchWords): OwnVectors | undefined {
  if (vectors === undefined && queries === undefined && dim === undefined) return undefined
  if (vectors === undefined || queries === undefined || dim === undefined) {
    throw new AppError('bad-request', 'Expected --vectors, --queries and --dim together, got only some of them.')
  }
  return { vectors: resolve(vectors), queries: resolve(queries), dimensions: wholeNumber('--dim', dim) }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new AppError('bad-request', `Expected ${option} to be a whole number above 0, got "${text}".`)
}

/** The options as they would be typed again. */
export function typedAgain({ path, data, models, chunks, peers, large, vectors, queries, dim }: BenchWords): string {
  const valued = Object.entries({ path, data, models, chunks, peers, vectors, queries, dim })
  const words = valued.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]))
  if (large === true) words.push('--large')
  return words.join(' ')
}
