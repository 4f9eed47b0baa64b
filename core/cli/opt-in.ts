/* Mail and history on the command line: what would be read is said first, and read once the person has agreed. */
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import type { Consent, FoundSource, OptInSource } from '../types.ts'
import { consentFor } from '../sources/consent.ts'
import { optInSourceOf } from '../text/readable.ts'
import { formatBytes } from './format.ts'
import type { Terminal } from './main.ts'

export interface OptInWords {
  readonly mail?: boolean
  readonly history?: boolean
  readonly yes?: boolean
}

/** Sources that were asked for. */
export function wantedSources({ mail, history }: OptInWords): OptInSource[] {
  return [...(mail === true ? ['mail' as const] : []), ...(history === true ? ['history' as const] : [])]
}

/** Adds every place of the sources that were asked for. Returns their paths. @throws AppError `bad-request` without an agreement */
export async function addAgreed(library: Library, words: OptInWords): Promise<string[]> {
  const wanted = wantedSources(words)
  if (wanted.length === 0) return []
  const found = (await library.foundSources()).filter(({ source }) => wanted.includes(source))
  for (const source of wanted) if (!found.some((one) => one.source === source)) throw noneFound(source)
  if (words.yes !== true) {
    const texts = wanted.map((source) => {
      const places = found.filter((one) => one.source === source)
      return [consentText(library.consent(source)), ...places.map(placeLine)].join('\n')
    })
    throw new AppError(
      'bad-request',
      `This needs your agreement.\n\n${texts.join('\n\n')}\n\nIf you agree, run it again with --yes.`,
    )
  }
  const readable = found.filter(({ refused }) => refused === null)
  if (readable.length === 0) throw new AppError('bad-request', found.map(placeLine).join('\n'))
  return Promise.all(readable.map(({ source, path }) => library.optIn(source, path)))
}

/** A mailbox or a history that was named is agreed to by that; what it means is said all the same. */
export async function tellOfNamed(paths: readonly string[], terminal: Terminal): Promise<void> {
  const sources = await Promise.all(paths.map(optInSourceOf))
  for (const source of new Set(sources)) if (source !== null) terminal.err(`${consentText(consentFor(source))}\n`)
}

/** What a person agrees to, for a terminal. */
export function consentText({ source, reads, keeps, leavesOut, erase }: Consent): string {
  const rows = [
    ['Read', reads],
    ['Kept', keeps],
    ['Left out', leavesOut],
    ['To erase', erase],
  ]
  const title = source === 'mail' ? 'Mail' : 'Browser history'
  return [title, ...rows.map(([name, text]) => `  ${`${name}:`.padEnd(10)}${text}`)].join('\n')
}

/** One place of a source, with why it cannot be read. */
export function placeLine({ program, name, path, bytes, isMore, isAdded, refused }: FoundSource): string {
  const size = `${isMore ? 'more than ' : ''}${formatBytes(bytes)}`
  const state = refused ?? (isAdded ? 'in the library already' : '')
  return `  ${program}, ${name} (${size}): ${path}${state === '' ? '' : `\n      ${state}`}`
}

function noneFound(source: OptInSource): AppError {
  const what = source === 'mail' ? 'mail of a program that is known' : 'history of a browser that is known'
  return new AppError(
    'bad-request',
    `No ${what} was found on this machine. Where it is elsewhere, name the file or folder: leantern index PATH`,
  )
}
