import { foldedLine } from './text.ts'

/** Longest front matter looked at, in UTF-16 units; what is longer is taken for text that begins with a rule. */
const MOST_LENGTH = 65_536

/** What front matter says of its document. */
export interface FrontMatter {
  /** '' where it names none. */
  readonly title: string
  /** Other names, then tags without their '#'. */
  readonly names: readonly string[]
  /** Milliseconds of `date` or `created`. */
  readonly dated?: number
  /** UTF-16 index where the text after it begins; 0 where there is none. */
  readonly end: number
}

/** YAML (`---`) or TOML (`+++`) front matter. */
export function readFrontMatter(text: string): FrontMatter {
  const opening = /^\ufeff?(---|\+\+\+)[ \t]*\r?\n/.exec(text.slice(0, 64))
  if (opening === null) return none
  const body = text.slice(opening[0].length, opening[0].length + MOST_LENGTH)
  const closing = (opening[1] === '---' ? /^(?:---|\.\.\.)[ \t]*\r?$/m : /^\+\+\+[ \t]*\r?$/m).exec(body)
  if (closing === null) return none
  const properties = body.slice(0, closing.index)
  const title = opening[1] === '---' ? yamlTitle(properties) : tomlTitle(properties)
  const names = anyList.test(properties) ? lists.flatMap((pattern) => listOf(properties, pattern)) : []
  const date = /^(?:date|created)[ \t]*[:=][ \t]*["']?(\d{4}-\d{2}-\d{2})/im.exec(properties)?.[1]
  const dated = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`)
  const end = opening[0].length + closing.index + closing[0].length
  return { title: foldedLine(title), names, ...(!Number.isNaN(dated) && { dated }), end }
}

const none: FrontMatter = { title: '', names: [], end: 0 }
const mostNames = 100

const listKeys = ['aliases', 'alias', 'tags', 'tag', 'keywords']
const lists = listKeys.map((key) => new RegExp(`^${key}[ \\t]*[:=][ \\t]*(.*)$`, 'im'))
const anyList = new RegExp(`^(?:${listKeys.join('|')})[ \\t]*[:=]`, 'im')

/** `key: a, b`, `key: [a, "b"]`, or lines '- a' below it. */
function listOf(properties: string, pattern: RegExp): string[] {
  const match = pattern.exec(properties)
  if (match === null) return []
  const inline = match[1].trim().replace(/^\[(.*)\]$/s, '$1')
  const below = /^(?:[ \t]*-[ \t]+.*\r?\n?)+/.exec(
    properties.slice(match.index + match[0].length).replace(/^\r?\n/, ''),
  )
  const items =
    inline === '' ? (below?.[0].split('\n').map((line) => line.replace(/^[ \t]*-[ \t]+/, '')) ?? []) : inline.split(',')
  return items
    .map((item) => foldedLine(item.trim().replace(/^["'#]+|["']+$/g, '')))
    .filter((item) => item !== '')
    .slice(0, mostNames)
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
