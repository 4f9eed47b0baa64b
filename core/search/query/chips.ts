import type { Group, Item } from './items.ts'
import type { QueryChip } from '../../types.ts'

/** What has a meaning of its own, in the order it was typed. */
export function chipsOf(groups: readonly Group[]): QueryChip[] {
  return groups.flatMap((group): QueryChip[] => {
    const [{ piece }] = group
    const end = group[group.length - 1].piece.end
    if (group.length > 1) {
      const texts = group.map((item) => (item.kind === 'documents' ? item.label : termText(item)))
      const kind = group[0].kind === 'documents' ? 'filter' : 'either'
      return [{ kind, start: piece.start, end, label: texts.join(' or ') }]
    }
    return singleChip(group[0])
  })
}

function singleChip(item: Item): QueryChip[] {
  const { start, end, isExcluded } = item.piece
  if (item.kind === 'documents')
    return [{ kind: 'filter', start, end, label: `${isExcluded ? 'not ' : ''}${item.label}` }]
  if (item.kind !== 'term') return []
  if (isExcluded) return [{ kind: 'excluded', start, end, label: `without ${termText(item)}` }]
  if (item.term.kind === 'prefix')
    return [{ kind: 'prefix', start, end, label: `words that begin with ${item.term.text}` }]
  const near =
    item.term.kind === 'phrase' && item.term.within !== undefined ? `, at most ${item.term.within} words between` : ''
  return [{ kind: 'phrase', start, end, label: `exactly ${termText(item)}${near}` }]
}

function termText(item: Item): string {
  if (item.kind !== 'term') return item.piece.kind === 'word' ? item.piece.text : ''
  const { kind, text } = item.term
  return kind === 'phrase' ? `“${text}”` : kind === 'prefix' ? `${text}…` : text
}
