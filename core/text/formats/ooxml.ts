import { SaxesParser } from 'saxes'
import { ExtractError } from '../extracted.ts'
import { decodeText, foldedLine } from './text.ts'
import { usableTitle } from './titles.ts'
import { localName } from './xml.ts'
import { say } from '../../sayings/say.ts'

export type Attributes = Readonly<Record<string, string>>

interface PrefixOptions {
  readonly prefixes?: 'kept' | 'dropped'
}

interface XmlHandlers {
  open?(name: string, attributes: Attributes): void
  close?(name: string, attributes: Attributes): void
  text?(text: string): void
}

/**
 * Runs through one XML part of an Office document. Names and attribute names come without their prefixes: Word's vary, its
 * local names do not clash. OpenDocument's do (`text:title`, `svg:title`) and do not vary: `prefixes: 'kept'`.
 */
export function parseXml(
  bytes: Uint8Array,
  { open, close, text }: XmlHandlers,
  { prefixes = 'dropped' }: PrefixOptions = {},
): void {
  const nameOf = prefixes === 'kept' ? (name: string) => name : localName
  const attributesOf = prefixes === 'kept' ? (attributes: Attributes) => attributes : localAttributes
  const parser = new SaxesParser({ position: false, xmlns: false })
  parser.on('error', (error) => {
    throw new ExtractError('damaged', say('file.badXml', { reason: error.message }))
  })
  parser.on('opentag', (tag) => open?.(nameOf(tag.name), attributesOf(tag.attributes)))
  parser.on('closetag', (tag) => close?.(nameOf(tag.name), attributesOf(tag.attributes)))
  parser.on('text', (data) => text?.(data))
  parser.on('cdata', (data) => text?.(data))
  parser.write(decodeText(bytes).text.replace(/^\ufeff/, '')).close()
}

function localAttributes(attributes: Attributes): Attributes {
  const local: Record<string, string> = {}
  for (const name in attributes) local[localName(name)] = attributes[name]
  return local
}

/** One relationship of a part. */
export interface Relationship {
  readonly id: string
  /** The last word of its type's address: 'slide', 'notesSlide', 'officeDocument'. */
  readonly type: string
  /** Name of the part it points at, without a leading slash. */
  readonly target: string
}

type Parts = Readonly<Record<string, Uint8Array>>

/** What the part `name` points at inside its package; '' for the package itself. Files outside are left out. */
export function relationshipsOf(parts: Parts, name: string): readonly Relationship[] {
  const folder = name.slice(0, name.lastIndexOf('/') + 1)
  const bytes = parts[`${folder}_rels/${name.slice(folder.length)}.rels`]
  const relationships: Relationship[] = []
  if (bytes === undefined) return relationships
  parseXml(bytes, {
    open(element, { Id = '', Type = '', Target = '', TargetMode }) {
      if (element !== 'Relationship' || TargetMode === 'External') return
      // A URL resolves '..' and a leading slash, and never leaves the package.
      const { pathname } = URL.parse(Target, `zip:/${folder}`) ?? { pathname: '' }
      relationships.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: plainPath(pathname) })
    },
  })
  return relationships
}

function plainPath(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replace(/^\//, '')
  } catch {
    return pathname.replace(/^\//, '')
  }
}

/** The package's main part: the one it names, else `fallback` where that exists. ExtractError 'unsupported' for neither. */
export function mainPart(parts: Parts, fallback: string): string {
  const named = relationshipsOf(parts, '').find(({ type }) => type === 'officeDocument')?.target ?? ''
  if (parts[named] !== undefined) return named
  if (parts[fallback] !== undefined) return fallback
  throw new ExtractError('unsupported', say('file.zipNotAsNamed'))
}

/** The title in the package's metadata; '' for none. */
export function coreTitle(parts: Parts): string {
  const bytes = parts['docProps/core.xml']
  return bytes === undefined ? '' : usableTitle(elementText(bytes, 'title'))
}

/** Words of the elements of this name, folded; '' for none. */
export function elementText(bytes: Uint8Array, name: string, options: PrefixOptions = {}): string {
  let depth = 0
  let found = ''
  parseXml(
    bytes,
    {
      open: (at) => (depth += at === name ? 1 : 0),
      close: (at) => (depth -= at === name ? 1 : 0),
      text: (text) => (found += depth > 0 ? text : ''),
    },
    options,
  )
  return foldedLine(found.toWellFormed())
}
