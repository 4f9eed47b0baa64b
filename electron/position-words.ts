/*
 * How programs of a Linux desktop are told the page of a document or the line of a text, each by its own manual page or documentation.
 * What is told them otherwise by their older versions is left out: GNOME's text editor (older ones open a file called '+12'), sioyek
 * (older ones count from 0), xpdf.
 */
import { basename, isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { argumentsOf, type DesktopEntry } from './desktop-entry.ts'

/** Where in its file something is, as people count: the page of a PDF, or the line of a text, from 1. */
export interface Position {
  readonly kind: 'page' | 'line'
  readonly number: number
}

/** How a program hears of a position: words before the file, words behind it, or a part of the file's own argument. */
type Told =
  | { readonly kind: 'before'; words(number: number): readonly string[] }
  | { readonly kind: 'behind'; words(number: number): readonly string[] }
  /** 'FILE:12', after words of its own; a path that has the sign in it would be read as one with a position. */
  | { readonly kind: 'suffix'; readonly sign: ':' | '#'; readonly words: readonly string[] }
  /** `file:///…#page=12` (RFC 8118, section 3). */
  | { readonly kind: 'address' }

const option = (name: string): Told => ({ kind: 'before', words: (number) => [name, String(number)] })
const plus: Told = { kind: 'before', words: (number) => [`+${number}`] }
const colon: Told = { kind: 'suffix', sign: ':', words: [] }
const goTo: Told = { kind: 'suffix', sign: ':', words: ['--goto'] }

const pageTold: readonly (readonly [Told, string])[] = [
  [option('--page-index'), 'evince papers atril xreader'],
  [option('--page'), 'okular zathura'],
  [{ kind: 'behind', words: (number) => [String(number)] }, 'mupdf mupdf-gl mupdf-x11'],
  [{ kind: 'suffix', sign: '#', words: [] }, 'qpdfview'],
  [
    { kind: 'address' },
    'firefox firefox-esr librewolf chromium chromium-browser google-chrome google-chrome-stable brave brave-browser ' +
      'brave-browser-stable microsoft-edge microsoft-edge-stable vivaldi vivaldi-stable',
  ],
]

const lineTold: readonly (readonly [Told, string])[] = [
  [goTo, 'code code-oss code-insiders codium vscodium cursor windsurf'],
  [colon, 'sublime_text subl zed zeditor'],
  [option('--line'), 'kate kwrite mousepad'],
  [
    option('--line'),
    'idea pycharm webstorm phpstorm goland clion rider rubymine rustrover datagrip ' +
      'intellij-idea-community intellij-idea-ultimate pycharm-community pycharm-professional',
  ],
  [plus, 'gedit pluma xed featherpad geany gvim emacs emacsclient'],
]

const tables: Readonly<Record<Position['kind'], ReadonlyMap<string, Told>>> = {
  page: tableOf(pageTold),
  line: tableOf(lineTold),
}

function tableOf(rows: readonly (readonly [Told, string])[]): ReadonlyMap<string, Told> {
  return new Map(rows.flatMap(([told, names]) => names.split(' ').map((name) => [name, told])))
}

/**
 * The program that an entry starts, and its arguments, so that it shows `path` (absolute) at the position. null where it is not known how
 * that program is told one, or it runs in a terminal.
 */
export function commandAt(entry: DesktopEntry, path: string, position: Position): readonly string[] | null {
  const { values } = entry
  const words = argumentsOf(values.get('Exec') ?? '')
  // A path that begins otherwise could be read as an option.
  if (words === null || values.get('Terminal') === 'true' || !isAbsolute(path)) return null
  const told = tables[position.kind].get(programOf(words) ?? '')
  const place = words.findIndex((word) => fileCodes.test(word))
  if (told === undefined || place < 1) return null
  const before = expanded(words.slice(0, place), entry)
  const behind = expanded(words.slice(place + 1), entry)
  if (before === null || behind === null) return null
  const isAddress = /u/iu.test(words[place])
  return withPosition({ before, file: isAddress ? pathToFileURL(path).href : path, behind }, { told, path, position })
}

const fileCodes = /^%[fFuU]$/u

interface Command {
  readonly before: readonly string[]
  readonly file: string
  readonly behind: readonly string[]
}

function withPosition(
  { before, file, behind }: Command,
  { told, path, position: { number } }: { readonly told: Told; readonly path: string; readonly position: Position },
): readonly string[] | null {
  // Between such marks flatpak takes files and nothing else, and hands their copies' names to the program.
  const isForwarded = /^@@u?$/u.test(before.at(-1) ?? '')
  switch (told.kind) {
    case 'before': {
      const words = told.words(number)
      return isForwarded
        ? [...before.slice(0, -1), ...words, ...before.slice(-1), file, ...behind]
        : [...before, ...words, file, ...behind]
    }
    case 'behind': {
      const marks = isForwarded ? 1 : 0
      return [...before, file, ...behind.slice(0, marks), ...told.words(number), ...behind.slice(marks)]
    }
    case 'suffix':
      if (isForwarded || path.includes(told.sign)) return null
      return [...before, ...told.words, `${path}${told.sign}${number}`, ...behind]
    case 'address':
      return isForwarded ? null : [...before, `${pathToFileURL(path).href}#page=${number}`, ...behind]
  }
}

/** The name of the program itself, also behind `env` and in flatpak; null where that is not clear. */
function programOf(words: readonly string[]): string | null {
  const first = words.findIndex((word, index) => !(index === 0 && basename(word) === 'env') && !/^\w+=/u.test(word))
  if (first < 0 || fileCodes.test(words[first])) return null
  const name = basename(words[first])
  if (name !== 'flatpak') return nameOfProgram(name)
  const inside = words.find((word) => word.startsWith('--command='))?.slice('--command='.length)
  return inside === undefined ? null : nameOfProgram(basename(inside))
}

/** 'idea' of 'idea.sh'. */
function nameOfProgram(file: string): string {
  return file.replace(/\.(?:sh|AppImage|appimage)$/u, '')
}

/** Field codes but those of files with what they stand for; null where one is not known, or there is a second file. */
function expanded(words: readonly string[], { path, values }: DesktopEntry): string[] | null {
  const icon = values.get('Icon')
  const found: string[] = []
  for (const word of words) {
    if (/^%[dDnNvm]$/u.test(word)) continue
    if (word === '%i') {
      if (icon !== undefined) found.push('--icon', icon)
      continue
    }
    if (/%(?:[^%ck]|$)/u.test(word.replaceAll('%%', ''))) return null
    const codes: Readonly<Record<string, string>> = { '%': '%', c: values.get('Name') ?? '', k: path }
    found.push(word.replaceAll(/%([%ck])/gu, (_, code: string) => codes[code]))
  }
  return found
}
