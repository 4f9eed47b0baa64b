/*
 * Text in pictures, by tesseract where it is installed and a person switched it on. It runs as a process of its own, with limits of
 * time and memory, on bytes that it gets by its input: no file is made.
 */
import { spawnSync } from 'node:child_process'
import { systemCode } from '../../errors.ts'
import { ExtractError } from '../extracted.ts'
import { ocrFileMs } from '../read-options.ts'
import { tidyText } from './text.ts'
import { say } from '../../sayings/say.ts'
import type { Saying } from '../../types.ts'

/** Time for one picture or page. */
const pictureMs = 60_000
/** Address space of tesseract, where the system has such a limit. */
const memoryKB = 2_000_000
const mostTextBytes = 16 * 1024 * 1024

/** The time that is left for one file. */
export class OcrTime {
  readonly #end = performance.now() + ocrFileMs

  get leftMs(): number {
    return Math.max(0, Math.min(pictureMs, this.#end - performance.now()))
  }
}

/**
 * What stands in a picture (PNG, JPEG, TIFF, WebP, BMP, GIF, PNM), '' where nothing does. `languages` as in 'eng+deu'. Blocks its thread.
 * @throws ExtractError `unsupported` (tesseract or a language is not installed), `timed-out`, `damaged`
 */
export function readPictureText(picture: Uint8Array, languages: string, time: OcrTime): string {
  if (time.leftMs === 0) throw tooLong()
  const words = ['stdin', 'stdout', '-l', languages]
  const { error, status, stdout, stderr } = spawnSync(...commandFor(words), {
    input: picture,
    timeout: Math.ceil(time.leftMs),
    killSignal: 'SIGKILL',
    maxBuffer: mostTextBytes,
    // One thread: files are read side by side already.
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  })
  if (systemCode(error) === 'ETIMEDOUT') throw tooLong()
  if (systemCode(error) === 'ENOENT' || status === 127) throw notInstalled()
  if (status !== 0) throw failed(String(stderr), languages)
  return tidyText(stdout.toString('utf8')).trim()
}

/** Why text in pictures cannot be read here, `languages` as tesseract names them ('eng+deu'); null: it can. */
export function ocrProblem(languages: string): Saying | null {
  const { status, stdout, stderr } = spawnSync(...commandFor(['--list-langs']), { encoding: 'utf8' })
  if (status !== 0) return say('file.noTesseract')
  // Older ones list them as an error.
  const known = new Set(`${stdout}\n${stderr}`.split(/\s+/u))
  return languages.split('+').every((one) => known.has(one)) ? null : say('file.noTesseractLanguage', { languages })
}

/** A shell sets the limit of memory; not on macOS, which has none, and on Windows, which has no such shell. */
function commandFor(words: readonly string[]): [command: string, words: string[]] {
  if (process.platform === 'win32' || process.platform === 'darwin') return ['tesseract', [...words]]
  return ['/bin/sh', ['-c', `ulimit -v ${memoryKB}; exec tesseract "$@"`, 'sh', ...words]]
}

function notInstalled(): ExtractError {
  return new ExtractError('unsupported', say('file.noTesseract'))
}

function tooLong(): ExtractError {
  return new ExtractError('timed-out', say('file.pictureTooLong'))
}

function failed(said: string, languages: string): ExtractError {
  if (/language/iu.test(said)) {
    return new ExtractError('unsupported', say('file.noTesseractLanguage', { languages }))
  }
  const line = said.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  return new ExtractError(
    'damaged',
    line === '' ? say('file.pictureDamaged') : say('file.pictureDamagedBy', { reason: line }),
  )
}
