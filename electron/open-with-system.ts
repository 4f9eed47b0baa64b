import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../core/errors.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** The system's own opener; the path is one argument and no shell reads it. */
const openers: Readonly<Record<string, string>> = { darwin: 'open', win32: 'explorer.exe', linux: 'xdg-open' }

/** @throws AppError `not-found` where no file or folder has this path */
export async function mustBeThere(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) === null) throw new AppError('not-found', sayOfApp('app.gone', { path }))
}

export interface OpenerOptions {
  readonly platform?: string
  /** An opener that has not failed by then has found a program; on a plain desktop it runs as long as that. */
  readonly patienceMs?: number
}

/**
 * Opens a file, a folder or an address with the program the system has for it.
 * @throws AppError `failed` where there is no opener, or it finds no program
 */
export async function openWithSystem(
  path: string,
  { platform = process.platform, patienceMs = 2_000 }: OpenerOptions = {},
): Promise<void> {
  const command = openers[platform] ?? 'xdg-open'
  const { ended } = await started([command, path]).catch((error: unknown) => {
    throw new AppError('failed', sayOfApp('app.noOpener', { path, command }), { cause: error })
  })
  const code = await Promise.race([ended, wait(patienceMs, 0, { ref: false })])
  // Explorer ends with 1 whatever came of it.
  if (code !== 0 && platform !== 'win32') throw new AppError('failed', sayOfApp('app.nothingOpens', { path }))
}

/**
 * Starts a program with a path behind its own words. `isVerbatim`: the path is written without quotation marks on Windows.
 * @throws AppError `failed` where there is no such program
 */
export async function startProgram(
  path: string,
  words: readonly string[],
  options: { readonly isVerbatim?: boolean } = {},
): Promise<void> {
  await started([...words, path], options).catch((error: unknown) => {
    throw new AppError('failed', sayOfApp('app.noProgram', { path, command: words[0] }), { cause: error })
  })
}

/** A program that runs on its own. */
export interface Started {
  /** What it ended with: 0 is well, 1 also stands for a signal. */
  readonly ended: Promise<number>
}

/**
 * Starts a program; it outlives this one and keeps nothing of it open.
 * @throws Error where there is none, or it may not be run
 */
export function started(
  [command, ...words]: readonly string[],
  { isVerbatim = false }: { readonly isVerbatim?: boolean } = {},
): Promise<Started> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: 'ignore', detached: true, windowsVerbatimArguments: isVerbatim })
    const ended = new Promise<number>((end) => child.once('exit', (code) => end(code ?? 1)))
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve({ ended })
    })
  })
}
