import { foldedLine } from './text.ts'

/** Longest front matter looked at, in UTF-16 units; what is longer is taken for text that begins with a rule. */
const MOST_LENGTH = 65_536

/** The `title` of YAML (`---`) or TOML (`+++`) front matter, and where the text after it begins (0 without any). */
export function readFrontMatter(text: string): { readonly title: string; readonly end: number } {
  const opening = /^\ufeff?(---|\+\+\+)[ \t]*\r?\n/.exec(text.slice(0, 64))
  if (opening === null) return { title: '', end: 0 }
  const body = text.slice(opening[0].length, opening[0].length + MOST_LENGTH)
  const closing = (opening[1] === '---' ? /^(?:---|\.\.\.)[ \t]*\r?$/m : /^\+\+\+[ \t]*\r?$/m).exec(body)
  if (closing === null) return { title: '', end: 0 }
  const title = opening[1] === '---' ? yamlTitle(body.slice(0, closing.index)) : tomlTitle(body.slice(0, closing.index))
  return { title: foldedLine(title), end: opening[0].length + closing.index + closing[0].length }
}

/** A plain, quoted or block scalar; anything richer in a title is not worth a YAML parser. */
function yamlTitle(body: string): string {
  const match = /^title[ \t]*:[ \t]*(.*)$/im.exec(body)
  if (match === null) return ''
  const value = match[1].trim()
  if (/^[|>][-+]?$/.test(value))
    return /^(?:\r?\n?[ \t]+.*\n?)+/.exec(body.slice(match.index + match[0].length + 1))?.[0] ?? ''
  if (value.startsWith("'")) return /^'((?:[^']|'')*)'/.exec(value)?.[1].replaceAll("''", "'") ?? value.slice(1)
  if (value.startsWith('"')) return doubleQuoted(value)
  return value.replace(/\s+#.*$/, '')
}

function tomlTitle(body: string): string {
  const value = /^title[ \t]*=[ \t]*(.*)$/m.exec(body)?.[1].trim() ?? ''
  return value.startsWith("'") ? (/^'([^']*)'/.exec(value)?.[1] ?? '') : doubleQuoted(value)
}

function doubleQuoted(value: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? value.replace(/^"/, '')
  return inner.replace(/\\(["\\/])/g, '$1')
}
