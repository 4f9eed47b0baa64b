/* What a person typed, understood: words, phrases, alternatives, what is left out, and filters. */
import type { DocumentClause } from '../../catalogue/document-conditions.ts'
import { AppError } from '../../errors.ts'
import { chipsOf } from './chips.ts'
import type { Saying } from '../../types.ts'
import { parseDateRange } from './date-ranges.ts'
import { itemOf, type Group, type Item } from './items.ts'
import { eitherNames } from './operators.ts'
import { isAllCapitals, otherSigns } from './other-signs.ts'
import { piecesOf, type Piece } from './pieces.ts'
import type { Query, SaidCondition, Term } from './query.ts'
import { say } from '../../sayings/say.ts'
import { parseSize } from './sizes.ts'

/** @throws AppError `bad-request` naming what cannot be understood and what would be */
export function parseQuery(typed: string, now: Date): Query {
  const { pieces, isUnbalanced } = piecesOf(typed)
  const notes = isUnbalanced ? [say('note.quote')] : []
  if (!isAllCapitals(typed, pieces.length)) notes.push(...otherSigns(pieces, typed))
  const joined = withWholeValues(pieces, typed, now)
  const items = joined.map((piece) => itemOf(piece, { now, notes }))
  const hasEmpty = items.some(({ kind }) => kind === 'nothing')
  return put(alternatives(items, typed), { typed, notes, hasEmpty })
}

/** Most pieces of a value with blanks in it. */
const longestValue = 8

/** after:last week, size:> 1 mb → one piece: as many words after the operator as read as its value with it. */
function withWholeValues(pieces: readonly Piece[], typed: string, now: Date): Piece[] {
  const result: Piece[] = []
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]
    const isValue =
      piece.kind === 'operator' && !piece.isQuoted && piece.value !== '' ? valueReader(piece.name, now) : null
    if (piece.kind !== 'operator' || isValue === null) {
      result.push(piece)
      continue
    }
    const valueAt = piece.start + (piece.isExcluded ? 1 : 0) + piece.name.length + 1
    let last = i
    for (let next = i + 1; next < Math.min(pieces.length, i + longestValue); next++) {
      if (pieces[next].kind !== 'word' || pieces[next].isExcluded) break
      if (isValue(typed.slice(valueAt, pieces[next].end))) last = next
    }
    const end = pieces[last].end
    result.push(last === i ? piece : { ...piece, value: typed.slice(valueAt, end), end })
    i = last
  }
  return result
}

/** What tells whether a text is a value of an operator whose values may have blanks; null for the others. */
function valueReader(name: string, now: Date): ((text: string) => boolean) | null {
  switch (name.toLowerCase()) {
    case 'before':
    case 'after':
    case 'on':
      return (text) => parseDateRange(text, now) !== null
    case 'size':
      return (text) => parseSize(text) !== null
    default:
      return null
  }
}

/** a OR b → one group. An OR without something on both sides is an ordinary word. */
function alternatives(items: readonly Item[], typed: string): Group[] {
  const isShouted = isAllCapitals(typed, items.length)
  const groups: Group[] = []
  let isJoining = false
  for (const [i, item] of items.entries()) {
    if (item.kind === 'nothing') continue
    const last = groups.at(-1)
    if (item.kind === 'or') {
      const next = items[i + 1]?.kind
      // Twice is once.
      if (next === 'or') continue
      isJoining = !isShouted && last !== undefined && next !== undefined && next !== 'nothing'
      if (!isJoining) groups.push([{ piece: item.piece, kind: 'word' }])
    } else if (isJoining && last !== undefined) {
      groups[groups.length - 1] = [...last, item]
      isJoining = false
    } else groups.push([item])
  }
  return groups
}

interface Putting {
  readonly typed: string
  /** Something typed says nothing. */
  readonly hasEmpty: boolean
  readonly notes: readonly Saying[]
}

function put(groups: readonly Group[], { typed, notes, hasEmpty }: Putting): Query {
  for (const group of groups) if (group.length > 1) checkAlternatives(group)
  const single = groups.filter((group) => group.length === 1).map(([item]) => item)
  const excluded = single.flatMap((item) => (item.kind === 'term' && item.piece.isExcluded ? [item.term] : []))
  const required = groups.flatMap((group) => requiredOf(group))
  const clauses = clausesOf(groups)
  const documents = clauses.map(({ clause }) => clause)
  const text = textOf(groups, { typed, hasEmpty })
  if (text === '' && required.length === 0 && documents.length === 0 && excluded.length > 0) {
    throw new AppError('bad-request', say('query.onlyExclusions'))
  }
  const phrases = required.flat().flatMap((term) => (term.kind === 'phrase' ? [term] : []))
  const isNothing =
    text === '' && required.length === 0 && documents.length === 0 && !notes.some(({ code }) => code === 'note.noValue')
  const isExact = phrases.length > 0
  const isNear = isExact && phrases.every(({ within }) => within !== undefined)
  return {
    typed,
    text,
    required,
    excluded,
    documents,
    filters: clauses.map(({ said }) =>
      said.length === 1 ? said[0] : say('filter.either', { terms: { anyOf: said } }),
    ),
    conditions: groups.flat().flatMap((item) => (item.kind === 'documents' ? saidConditions(item) : [])),
    isByMeaning: text !== '' && !isExact,
    chips: chipsOf(groups),
    notes: [
      ...notes,
      ...(isExact ? [say(isNear ? 'note.near' : 'note.exact')] : []),
      ...(isNothing ? [say('note.noWord')] : []),
    ],
  }
}

function checkAlternatives(group: Group): void {
  const isFilter = group.map((item) => item.kind === 'documents')
  if (group.some(({ piece }) => piece.isExcluded)) {
    throw new AppError('bad-request', say('query.orExclusion'))
  }
  if (isFilter.includes(true) && isFilter.includes(false)) {
    throw new AppError('bad-request', say('query.orMixed'))
  }
}

function requiredOf(group: Group): (readonly Term[])[] {
  const terms = group.flatMap((item): Term[] => {
    if (item.kind === 'term') return item.piece.isExcluded ? [] : [item.term]
    return group.length > 1 && item.kind === 'word' && item.piece.kind === 'word'
      ? [{ kind: 'word', text: item.piece.text }]
      : []
  })
  return terms.length === 0 ? [] : [terms]
}

interface SaidClause {
  readonly clause: DocumentClause
  /** As the chips say it; of several one is enough. */
  readonly said: readonly Saying[]
}

function clausesOf(groups: readonly Group[]): SaidClause[] {
  const clauses: SaidClause[] = []
  const placeByName = new Map<string, number>()
  for (const group of groups) {
    const found = group.flatMap((item) => (item.kind === 'documents' ? [item] : []))
    if (found.length === 0) continue
    const [{ name, clause }] = found
    const place = placeByName.get(name)
    const anyOf = found.flatMap((item) => item.clause.anyOf)
    const said = found.map(({ label }) => (clause.isExcluded ? say('filter.not', { filter: label }) : label))
    const isEither = found.length === 1 && !clause.isExcluded && eitherNames.has(name)
    if (isEither && place !== undefined) {
      const before = clauses[place]
      clauses[place] = {
        clause: { ...before.clause, anyOf: [...before.clause.anyOf, ...anyOf] },
        said: [...before.said, ...said],
      }
    } else {
      if (isEither) placeByName.set(name, clauses.length)
      clauses.push({ clause: { anyOf, isExcluded: clause.isExcluded }, said })
    }
  }
  return clauses
}

function saidConditions({ clause, labels }: Item & { kind: 'documents' }): SaidCondition[] {
  return clause.anyOf.map((condition, i) => ({ condition, said: labels[i] }))
}

/** What was typed, or, where it has operators, exclusions, phrases and the like, only the words to look for. */
function textOf(groups: readonly Group[], { typed, hasEmpty }: Omit<Putting, 'notes'>): string {
  const items = groups.flat()
  const isPlain = !hasEmpty && groups.length === items.length && items.every(({ kind }) => kind === 'word')
  const parts = items.map((item) => {
    if (item.piece.isExcluded || item.kind === 'documents') return ''
    if (item.kind === 'term') return item.term.kind === 'prefix' ? '' : item.term.text
    return typed.slice(item.piece.start, item.piece.end)
  })
  return (isPlain && items.length > 0 ? typed : parts.join(' ')).replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}
