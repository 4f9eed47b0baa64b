/* Files of models from the network: with consent, and each checked against what is known of it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably } from '../../durable-file.ts'
import { AppError } from '../../errors.ts'
import { downloadFile, type DownloadOptions } from '../network/download.ts'
import { httpRequest, type Environment } from '../network/http-request.ts'
import { exists } from './staging.ts'
import { modelsFolder } from './installed-models.ts'
import { say } from '../../sayings/say.ts'

/** What a person is asked before anything goes over the network. */
export interface NetworkQuestion {
  readonly host: string
  /** `download`: files come from there; `send`: the texts of documents go there. */
  readonly kind: 'download' | 'send'
  /** Of the download, about; null: not known. */
  readonly bytes: number | null
}

export interface InstallProgress {
  readonly file: string
  readonly bytes: number
  readonly total: number | null
}

export interface InstallParts {
  /** The folder of models; default: `modelsFolder()`. */
  readonly folder?: string
  /** Nothing goes over the network before it says true. */
  consent(question: NetworkQuestion): Promise<boolean>
  onProgress?(progress: InstallProgress): void
  readonly signal?: AbortSignal
  readonly env?: Environment
  /** For tests: how patient downloads are. */
  readonly patience?: Pick<DownloadOptions, 'attempts' | 'firstWaitMs' | 'idleMs'>
}

/** @throws AppError `cancelled` when the person does not agree */
export async function ask(question: NetworkQuestion, { consent, signal }: InstallParts): Promise<void> {
  signal?.throwIfAborted()
  if (await consent(question)) return
  throw new AppError('cancelled', say('model.notAgreed', { host: question.host }))
}

/** Downloads a file of a model unless it is there already. @throws what `downloadFile` throws */
export async function fetchFile(
  { url, target, sha256 }: { url: string; target: string; sha256: string | null },
  { folder, onProgress, signal, env, patience }: InstallParts,
): Promise<void> {
  if (await exists(target)) return
  const remembered = await Remembered.open(folder ?? modelsFolder(env))
  const file = new URL(url).pathname.split('/').at(-1) ?? ''
  const done = await downloadFile(
    { url, target, sha256: sha256 ?? remembered.checksumOf(url) },
    {
      ...patience,
      signal,
      ...(env === undefined ? {} : { env }),
      onProgress: (bytes, total) => onProgress?.({ file, bytes, total }),
    },
  )
  if (sha256 === null) await remembered.add(url, done.sha256)
}

/** Checksums of what was trusted when it first came: the same address has to give the same bytes from then on. */
class Remembered {
  readonly #path: string
  readonly #sums: Record<string, string>

  constructor(path: string, sums: Record<string, string>) {
    this.#path = path
    this.#sums = sums
  }

  static async open(folder: string): Promise<Remembered> {
    const path = join(folder, 'checksums.json')
    const text = await readFile(path, 'utf8').catch(() => '{}')
    return new Remembered(path, JSON.parse(text) as Record<string, string>)
  }

  checksumOf(url: string): string | null {
    return this.#sums[url] ?? null
  }

  async add(url: string, sha256: string): Promise<void> {
    this.#sums[url] = sha256
    await replaceDurably(this.#path, `${JSON.stringify(this.#sums, null, 2)}\n`)
  }
}

/** Whether there is a file at an address: a question with one byte for an answer. */
export async function isThere(url: string, { signal, env, patience }: InstallParts): Promise<boolean> {
  const question = { url, headers: { range: 'bytes=0-0' }, signal, idleMs: patience?.idleMs ?? 30_000 }
  const { status, body } = await httpRequest({ ...question, ...(env === undefined ? {} : { env }) })
  // Not read to its end: a server that does not know ranges would send all of it.
  for await (const _ of body) break
  return status === 200 || status === 206
}

/** The first of `paths` that is there. @throws AppError `model-missing` */
export async function firstThere(
  paths: readonly string[],
  url: (path: string) => string,
  parts: InstallParts,
): Promise<string> {
  for (const path of paths) if (await isThere(url(path), parts)) return path
  throw new AppError('model-missing', say('model.noOnnx', { names: { anyOf: paths } }))
}
