import { resolve } from 'node:path'
import { z } from 'zod'

/** What the command line asks of the app. Passed on to the running instance when there is one. */
export interface Launch {
  /** Show the window, or hide it when it is shown: for desktops that start a command on a key press. */
  readonly toggle: boolean
  /** Start without showing the window, as at the beginning of a session. */
  readonly hidden: boolean
  /** What to search for; null: nothing. */
  readonly search: string | null
  /** Absolute paths of folders to add. */
  readonly folders: readonly string[]
}

/** Links of ours that other programs may open: leantern://search?q=WORDS */
export const linkScheme = 'leantern'
const mostQuery = 2_000

/**
 * Reads `electron [chromium switches] APP [--toggle] [--hidden] [--search WORDS] [leantern://…] [FOLDER...]`, or the same without
 * APP where the app is packaged. Switches that are not ours belong to Chromium and are skipped.
 */
export function parseLaunch(argv: readonly string[], isPackaged: boolean, workingFolder: string): Launch {
  const words = argv.slice(1)
  const at = words.indexOf('--search')
  const query = at < 0 ? undefined : words[at + 1]
  const rest = at < 0 ? words : words.toSpliced(at, 2)
  const positional = rest.filter((word) => !word.startsWith('-'))
  const given = isPackaged ? positional : positional.slice(1)
  const links = given.filter(isLink)
  return {
    toggle: rest.includes('--toggle'),
    hidden: rest.includes('--hidden'),
    search: query?.slice(0, mostQuery) ?? links.map(queryOfLink).find((found) => found !== null) ?? null,
    folders: given.filter((word) => !isLink(word)).map((folder) => resolve(workingFolder, folder)),
  }
}

/** The words that a link of ours asks for; null for any other address. */
export function queryOfLink(text: string): string | null {
  const url = URL.parse(text)
  if (url?.protocol !== `${linkScheme}:` || url.host.toLowerCase() !== 'search') return null
  return url.searchParams.get('q')?.slice(0, mostQuery) ?? null
}

function isLink(word: string): boolean {
  return word.toLowerCase().startsWith(`${linkScheme}:`)
}

const launchShape = z.object({
  toggle: z.boolean(),
  hidden: z.boolean(),
  search: z.string().max(mostQuery).nullable(),
  folders: z.array(z.string()),
})

/** Reads what a second instance sent. Null when it is none of ours. */
export function readLaunch(raw: unknown): Launch | null {
  return launchShape.safeParse(raw).data ?? null
}
