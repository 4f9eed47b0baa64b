import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import { sayOfApp } from './texts/say-of-app.ts'

const mostBytes = 1_000_000
const endOfLog = 40_000

/** A file of settings is small. @throws AppError `bad-request` for another one */
export async function readSmallText(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size <= mostBytes) return readFile(path, 'utf8')
  throw new AppError('bad-request', sayOfApp('app.largeSettings', { path, bytes: size }))
}

/** The log's last lines; '' where there is none yet. */
export async function readLogEnd(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).slice(-endOfLog)
}
