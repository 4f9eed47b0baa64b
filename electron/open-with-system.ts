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
  const [command, ...words] = openers[platform] ?? ['xdg-open']
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words, path], { stdio: 'ignore', detached: true })
    child.once('error', (error) => {
      reject(new AppError('failed', sayOfApp('app.noProgram', { path, command }), { cause: error }))
    })
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
