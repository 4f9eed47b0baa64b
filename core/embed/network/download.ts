/*
 * Downloads one file: beside its place as NAME.part, on with what is there already, checked, and then moved to its place, so
 * that a file under its own name is always whole.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { AppError, systemCode } from '../../errors.ts'
import { httpRequest, parseAddress, type Environment, type HttpResponse } from './http-request.ts'
import { isPassingStatus, Passing, retryAfterMs, withRetries } from './retry.ts'
import { say } from '../../sayings/say.ts'

export interface Download {
  readonly url: string
  /** Path of the file. */
  readonly target: string
  /** Hex; null: not known. */
  readonly sha256: string | null
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined
  readonly env?: Environment
  /** Bytes that are there, and of how many (null: the server does not say). */
  onProgress?(bytes: number, total: number | null): void
  /** In a row without a byte. */
  readonly attempts?: number
  readonly firstWaitMs?: number
  readonly idleMs?: number
}

export interface Downloaded {
  readonly bytes: number
  readonly sha256: string
}

/**
 * @throws AppError `network` (not to be had, broken off again and again, or another file than expected), `disk-full`; the
 * signal's reason once it is aborted. What came so far stays for the next time, unless its checksum was wrong.
 */
export async function downloadFile(download: Download, options: DownloadOptions = {}): Promise<Downloaded> {
  const { attempts = 5, firstWaitMs = 500, signal } = options
  const part = `${download.target}.part`
  let before = await sizeOf(part)
  const isMoving = async (): Promise<boolean> => {
    const now = await sizeOf(part)
    const grown = now > before
    before = now
    return grown
  }
  const promised = await withRetries(
    () => continueDownload(download, options),
    { attempts, firstWaitMs, signal },
    isMoving,
  )
  const sha256 = await hashOf(part)
  const expected = download.sha256 ?? promised
  if (expected !== null && expected !== sha256) {
    await rm(part, { force: true })
    await rm(`${part}.etag`, { force: true })
    throw new AppError('network', say('network.checksum', { url: download.url, found: sha256, expected }))
  }
  await rename(part, download.target)
  await rm(`${part}.etag`, { force: true })
  return { bytes: (await stat(download.target)).size, sha256 }
}

/** One attempt. Returns the checksum that the server names, null where it names none. */
async function continueDownload({ url, target }: Download, options: DownloadOptions): Promise<string | null> {
  const { signal, env, idleMs = 30_000 } = options
  const part = `${target}.part`
  const etag = await readFile(`${part}.etag`, 'utf8').catch(() => '')
  // Without a name for the version, the rest of another version could follow the start of this one.
  const start = etag === '' ? 0 : await sizeOf(part)
  const range = start === 0 ? {} : { range: `bytes=${start}-`, 'if-range': etag }
  try {
    const headers = { 'accept-encoding': 'identity', ...range }
    const response = await httpRequest({ url, headers, signal, idleMs, ...(env === undefined ? {} : { env }) })
    if (response.status === 416) {
      await rm(part, { force: true })
      throw new Passing(new AppError('network', say('network.shorter', { url })))
    }
    if (response.status !== 200 && response.status !== 206) throw refusal(url, response)
    await save(response, { part, start: response.status === 206 ? start : 0, options })
    return linkedChecksum(response)
  } catch (error) {
    if (systemCode(error) === 'ENOSPC') {
      throw new AppError('disk-full', say('network.diskFull', { path: target }), { cause: error })
    }
    throw error instanceof AppError && error.code === 'network' && error.cause !== undefined
      ? new Passing(error)
      : error
  }
}

async function save(
  { headers, body }: HttpResponse,
  { part, start, options }: { part: string; start: number; options: DownloadOptions },
): Promise<void> {
  const length = headers['content-length']
  const total = length === undefined ? null : start + Number(length)
  // A weak name does not promise the same bytes.
  const { etag = '' } = headers
  await writeFile(`${part}.etag`, etag.startsWith('W/') ? '' : etag)
  const file = await open(part, start === 0 ? 'w' : 'r+')
  try {
    let bytes = start
    options.onProgress?.(bytes, total)
    for await (const piece of body) {
      await file.write(piece, 0, piece.length, bytes)
      bytes += piece.length
      options.onProgress?.(bytes, total)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Hubs name the checksum of a large file in front of the redirect to it. */
function linkedChecksum({ headers, redirects }: HttpResponse): string | null {
  for (const answer of [...redirects, headers]) {
    const found = /^"?([0-9a-f]{64})"?$/u.exec(String(answer['x-linked-etag'] ?? ''))
    if (found !== null) return found[1]
  }
  return null
}

function refusal(url: string, { status, headers }: HttpResponse): Error {
  const { host } = parseAddress(url)
  if (status === 404) return new AppError('network', say('network.missing', { url }))
  const error = new AppError('network', say('network.status', { host, status: String(status), url }))
  return isPassingStatus(status) ? new Passing(error, retryAfterMs(headers['retry-after'])) : error
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece)
  return hash.digest('hex')
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
