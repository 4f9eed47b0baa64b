import { spawn } from 'node:child_process'
import { AppError } from '../core/errors.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** The system's own opener and the words before the path; the path is one argument and no shell reads it. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
  linux: ['xdg-open'],
}

/** Opens a file or folder with the program the system has for it. @throws AppError `failed` */
export function openWithSystem(path: string, platform: string = process.platform): Promise<void> {
  return startProgram(path, openers[platform] ?? ['xdg-open'])
}

/**
 * Starts a program with a path behind its own words. `isVerbatim`: the path is written without quotation marks on Windows.
 * @throws AppError `failed` where there is no such program
 */
export function startProgram(
  path: string,
  [command, ...words]: readonly string[],
  { isVerbatim = false } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words, path], {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: isVerbatim,
    })
    child.once('error', (error) => {
      reject(new AppError('failed', sayOfApp('app.noProgram', { path, command }), { cause: error }))
    })
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
