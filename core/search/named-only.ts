/* Documents of which only the name is known (photos, videos) as hits: they have no passage, no words in the index and no embedding. */
import { basename, dirname, extname } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { foldWords } from '../catalogue/sql-functions.ts'
import { attachmentMark } from '../text/containers/container.ts'
import { inflatedOutline, outlineAt } from '../text/outline.ts'
import type { Distinct } from './duplicates.ts'
import { foldText, matcherOf } from './matching.ts'
import { Names } from './names/names.ts'
import type { Passage } from './passages.ts'
import type { Query, Term } from './query/query.ts'
import { tellingAmong } from './telling-words.ts'

/** Hits that are kept for them on a page that passages would fill. */
const keptPlaces = 3
/** Records that are read at once. */
const idsAtOnce = 500

/** One of them that a query found. */
export interface NamedHit {
  readonly passage: Passage
  /** What was typed is the whole name of its file. */
  readonly isWhole: boolean
}

/** What they are looked for with. */
export interface NamedSearch {
  readonly limit: number
  readonly generation: number
  /** Ids of documents that the filters let through, ascending; undefined: all. */
  readonly among: Uint32Array | undefined
  /** Of the library's documents. */
  readonly languages: readonly string[]
}

/** Finds them by an index of their names alone, which is made at the first question. Where there are none, that takes no time. */
export class NamedOnly {
  readonly #catalogue: Catalogue
  readonly #names: Names
  /** Ascending; visible ones and some that left. */
  #ids: number[] = []
  #lookedUpTo = 0
  #generation = 0

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
    this.#names = new Names({
      catalogue,
      documentsAfter: (id, generation) => this.#documentsAfter(id, generation),
    })
  }

  /** Those whose names have all telling words of the query and say what it demands, best first. */
  find(query: Query, { limit, generation, among, languages }: NamedSearch): NamedHit[] {
    const words = wordsTyped(query)
    const typed = words.filter(tellingAmong(words)).join(' ')
    if (typed === '') return []
    const says = demandsOf(query, languages)
    const wholes = [foldWords(words.join(' ')), foldWords(typed)]
    return this.#names.matches(typed, { limit, generation, among }).flatMap(({ document }) => {
      if (!says(document)) return []
      const name = nameOf(document)
      const isWhole = [name, basename(name, extname(name))].some((one) => wholes.includes(foldWords(spaced(one))))
      return [{ passage: passageOfName(document), isWhole }]
    })
  }

  *#documentsAfter(id: number, generation: number): Generator<DocumentRecord> {
    this.#lookFurther(generation)
    const ids = this.#ids.filter((one) => one > id)
    for (let at = 0; at < ids.length; at += idsAtOnce) {
      const documents = this.#catalogue.documentsOf(ids.slice(at, at + idsAtOnce), generation)
      yield* [...documents.values()].toSorted((a, b) => a.id - b.id)
    }
  }

  /** A version is looked at once: whether it has passages never changes. */
  #lookFurther(generation: number): void {
    if (generation < this.#generation) {
      this.#ids = []
      this.#lookedUpTo = 0
    }
    this.#generation = generation
    const { ids, last } = this.#catalogue.idsWithoutPassages(this.#lookedUpTo, generation)
    this.#lookedUpTo = last
    for (const one of ids) this.#ids.push(one)
  }
}

/** A document as a passage without text. */
export function passageOfName(document: DocumentRecord): Passage {
  const place = outlineAt(inflatedOutline(document.outline), 0)
  const chunk = { document: document.id, start: 0, end: 0, check: 0 }
  return { chunk, document, place, header: place.title, text: '', beyond: '' }
}

/**
 * The page with them in it: first those whose whole name was typed, then passages, then the others, for which some places are kept.
 * `limit` hits at most.
 */
export function withNamed(passages: readonly Distinct[], named: readonly NamedHit[], limit: number): Distinct[] {
  if (named.length === 0) return passages.slice(0, limit)
  const first = named.filter(({ isWhole }) => isWhole).slice(0, keptPlaces)
  const others = named.filter((one) => !first.includes(one))
  const room = Math.max(0, limit - first.length - Math.min(keptPlaces, others.length))
  const middle = passages.slice(0, room)
  // Scores order the hits; there is nothing to compare these by.
  const [best, least] = [(middle[0]?.score ?? 0) + 1, (middle.at(-1)?.score ?? 0) - 1]
  const hitsOf = (list: readonly NamedHit[], score: number): Distinct[] =>
    list.map(({ passage }) => ({ passage, cosine: 0, words: 0, score, copies: [] }))
  return [...hitsOf(first, best), ...middle, ...hitsOf(others, least)].slice(0, limit)
}

/** The words of a query that a name may have, small ones too. */
function wordsTyped({ text, required }: Query): string[] {
  const beginnings = required.flatMap((group) =>
    group.length === 1 && group[0].kind === 'prefix' ? [group[0].text] : [],
  )
  const words = foldWords(`${spaced(text)} ${beginnings.join(' ')}`).trim()
  return words === '' ? [] : words.split(' ')
}

/** A test whether a document's file and folder are named as a query demands, and not as what it leaves out. */
export function demandsOf(
  { required, excluded }: Query,
  languages: readonly string[],
): (document: Pick<DocumentRecord, 'path' | 'part'>) => boolean {
  const says = (term: Term): ReturnType<typeof matcherOf> => matcherOf(term, languages)
  const groups = required.map((group) => group.map(says))
  const unwanted = excluded.map(says)
  return (document) => {
    const { path, part } = document
    const around = part === '' ? '' : basename(path)
    const text = foldText(spaced(`${nameOf(document)} ${around} ${basename(dirname(path))}`), languages)
    return groups.every((group) => group.some((one) => one(text))) && !unwanted.some((one) => one(text))
  }
}

/** Of the file, or of what is in it or attached to it ('letters.zip!/anna.docx', '…//2 anna.docx'). */
function nameOf({ path, part }: Pick<DocumentRecord, 'path' | 'part'>): string {
  if (part === '') return basename(path)
  return part.includes(attachmentMark) ? basename(part).replace(/^\d+ /u, '') : basename(part)
}

/** Signs between the words of a name are blanks. */
function spaced(name: string): string {
  return name.replaceAll(/[_.-]+/gu, ' ')
}
