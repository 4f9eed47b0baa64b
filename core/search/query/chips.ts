import { say } from '../../sayings/say.ts'
import type { QueryChip, Saying, SayingValue } from '../../types.ts'
import type { Group, Item } from './items.ts'
import { eitherNames } from './operators.ts'

/** What has a meaning of its own, in the order it was typed. */
export function chipsOf(groups: readonly Group[]): QueryChip[] {
  const names = new Set<string>()
  return groups.flatMap((group): QueryChip[] => {
    const [{ piece }] = group
    const end = group[group.length - 1].piece.end
    if (group.length > 1) {
      const terms = group.map((item): SayingValue => (item.kind === 'documents' ? item.label : termText(item)))
      const kind = group[0].kind === 'documents' ? 'filter' : 'either'
      return [chip(kind, { start: piece.start, end }, say('filter.either', { terms: { anyOf: terms } }))]
    }
    const isEither = isAgain(group[0], names)
    return singleChip(group[0]).map((one) =>
      isEither ? chip(one.kind, one, say('filter.or', { filter: one.said })) : one,
    )
  })
}

/** Whether such a filter came before, and one of both is enough. */
function isAgain(item: Item, names: Set<string>): boolean {
  if (item.kind !== 'documents' || item.piece.isExcluded || !eitherNames.has(item.name)) return false
  const isKnown = names.has(item.name)
  names.add(item.name)
  return isKnown
}

function singleChip(item: Item): QueryChip[] {
  const { isExcluded } = item.piece
  if (item.kind === 'documents')
    return [chip('filter', item.piece, isExcluded ? say('filter.not', { filter: item.label }) : item.label)]
  if (item.kind !== 'term') return []
  const term = termText(item)
  if (isExcluded) return [chip('excluded', item.piece, say('chip.without', { term }))]
  if (item.term.kind === 'prefix') return [chip('prefix', item.piece, say('chip.begins', { term: item.term.text }))]
  const within = item.term.kind === 'phrase' ? item.term.within : undefined
  const label = within === undefined ? say('chip.exactly', { term }) : say('chip.exactlyNear', { term, count: within })
  return [chip('phrase', item.piece, label)]
}

function chip(kind: QueryChip['kind'], { start, end }: Pick<QueryChip, 'start' | 'end'>, said: Saying): QueryChip {
  return { kind, start, end, label: said.text, said }
}

function termText(item: Item): string {
  if (item.kind !== 'term') return item.piece.kind === 'word' ? item.piece.text : ''
  const { kind, text } = item.term
  return kind === 'phrase' ? `“${text}”` : kind === 'prefix' ? `${text}…` : text
}
