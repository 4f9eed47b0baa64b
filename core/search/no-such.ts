/* Filters that nothing in the library can pass: said in a note, with names that are there and nearly so. */
import { sep } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { isAnyThatFits } from '../catalogue/document-filter.ts'
import type { DocumentCondition } from '../catalogue/document-conditions.ts'
import { foldWords } from '../catalogue/sql-functions.ts'
import { fold } from '../keywords/fold.ts'
import { say } from '../sayings/say.ts'
import { sourceNames, type Saying, type SayingValue } from '../types.ts'
import { nearNames } from './query/nearest.ts'
import type { Query } from './query/query.ts'
import { typeNames, typeOf } from './query/types.ts'

/** Names that are proposed, and such as are looked up for them. */
const mostNear = 3
const mostTried = 12

interface Library {
  readonly catalogue: Catalogue
  readonly generation: number
}

/** One line for each filter of which no document is. `isAny`: some document passed all filters. */
export function noSuchNotes(
  { documents, conditions }: Pick<Query, 'documents' | 'conditions'>,
  isAny: boolean,
  library: Library,
): Saying[] {
  const passed = new Set(
    isAny ? documents.flatMap(({ anyOf, isExcluded }) => (anyOf.length === 1 && !isExcluded ? anyOf : [])) : [],
  )
  return conditions.flatMap(({ condition, said }): Saying[] => {
    if (passed.has(condition) || isAnyThatFits(library.catalogue, condition, library.generation)) return []
    const near = nearOf(condition, library)
    if (near.length > 0) {
      return [say('note.noSuchNear', { filter: said, names: { anyOf: near.map((name) => `“${name}”`) } })]
    }
    const known = knownOf(condition, library)
    if (known.length > 0) return [say('note.noSuchKnown', { filter: said, names: known })]
    return [say('note.noneIs', { filters: [said] })]
  })
}

/** Where there are a few, all that it could have been. */
function knownOf(condition: DocumentCondition, { catalogue, generation }: Library): SayingValue[] {
  switch (condition.kind) {
    case 'language':
      return catalogue
        .distinct('l.text', generation)
        .toSorted()
        .map((code) => ({ language: code }))
    case 'type':
      return catalogue.distinct('k.text', generation).toSorted()
    case 'source':
      return catalogue.distinct('d.source', generation).map((index) => sourceNames[Number(index)])
    default:
      return []
  }
}

/** Names that are nearly what was asked for, of documents that there are. */
function nearOf(condition: DocumentCondition, library: Library): string[] {
  const { catalogue, generation } = library
  const nearly = (word: string, names: Iterable<string>, meant: (name: string) => DocumentCondition): string[] =>
    nearNames(fold(word), names, mostTried)
      .filter((name) => isAnyThatFits(catalogue, meant(name), generation))
      .slice(0, mostNear)
  switch (condition.kind) {
    case 'folder': {
      const names = catalogue.distinct('f.path', generation).flatMap((path) => fold(path).split(sep))
      return nearly(condition.name, names, (name) => ({ kind: 'folder', name }))
    }
    case 'sender':
    case 'recipient': {
      const { kind } = condition
      const words = catalogue.sharedTexts().flatMap((text) => foldWords(text).trim().split(' '))
      return nearly(condition.text, words, (text) => ({ kind, text }))
    }
    case 'site':
      return nearly(condition.host, catalogue.distinct('h.text', generation), (host) => ({ kind: 'site', host }))
    case 'type':
      return nearly(condition.kinds[0] ?? '', [...typeNames, ...catalogue.distinct('k.text', generation)], (name) => ({
        kind: 'type',
        ...typeOf(name),
      }))
    default:
      return []
  }
}
