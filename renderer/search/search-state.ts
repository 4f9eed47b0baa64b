/* What the list shows, and how names, words and meaning, arriving one after the other, change it. */
import type { ErrorCode, NameHit, SearchAnswer } from '../../core/types.ts'
import type { Reply } from '../../electron/contract.ts'
import { documentsNamed, documentsOf, isAsHigh, mergeDocuments, rowsOf, type DocumentRow } from './rows.ts'

/** Rows on the screen and the selection in them. */
export interface ResultList {
  /** The question that the rows answer. */
  readonly question: string
  readonly documents: readonly DocumentRow[]
  readonly unfolded: ReadonlySet<string>
  /** Index of a row of `rowsOf`; -1 without rows. */
  readonly selected: number
  /** The person moved the selection, or could have read the rows: those at and above the selection stay. */
  readonly isHeld: boolean
  /** What is known of it; null while only names are. */
  readonly answer: SearchAnswer | null
}

/** `sequence` numbers the questions; whatever answers any but the newest is dropped. */
export interface SearchState {
  readonly kind: 'empty' | 'searching' | 'found' | 'failed'
  readonly sequence: number
  readonly question: string
  readonly list: ResultList | null
  /** Why it failed; '' else. */
  readonly message: string
  /** Of what kind the failure is, where it failed. */
  readonly code?: ErrorCode
}

/** What changes the state of a search. */
export type SearchEvent =
  | { readonly kind: 'cleared'; readonly sequence: number }
  | { readonly kind: 'asked'; readonly sequence: number; readonly question: string }
  | { readonly kind: 'named'; readonly sequence: number; readonly names: readonly NameHit[] }
  /** An answer by words alone. */
  | { readonly kind: 'partial'; readonly sequence: number; readonly answer: SearchAnswer }
  | { readonly kind: 'answered'; readonly sequence: number; readonly reply: Reply<SearchAnswer> }
  /** The same question with a higher limit: what is new comes below what is there. */
  | { readonly kind: 'continued'; readonly sequence: number; readonly answer: SearchAnswer }
  /** The same question once more, since the library changed by itself. `isLess`: something left it. `isPointedAt`: at the rows. */
  | {
      readonly kind: 'refreshed'
      readonly sequence: number
      readonly answer: SearchAnswer
      readonly isLess: boolean
      readonly isPointedAt: boolean
    }
  /** The rows have been on the screen for a while. */
  | { readonly kind: 'read'; readonly sequence: number }
  /** Something left the library: the next answer makes the rows anew. */
  | { readonly kind: 'outdated' }
  /** `index` of a row. */
  | { readonly kind: 'selected'; readonly index: number }
  | { readonly kind: 'folded'; readonly key: string; readonly isUnfolded: boolean }

/** Before anything was typed. */
export const emptySearch: SearchState = { kind: 'empty', sequence: 0, question: '', list: null, message: '' }

/** The newest question wins: what belongs to an older one changes nothing. */
export function nextSearchState(state: SearchState, event: SearchEvent): SearchState {
  if (event.kind === 'selected') return withList(state, selectRow(state.list, event.index))
  if (event.kind === 'folded') return withList(state, fold(state.list, event))
  if (event.kind === 'outdated') return withList(state, state.list && { ...state.list, isHeld: false })
  const { sequence } = event
  if (sequence < state.sequence) return state
  switch (event.kind) {
    case 'cleared':
      return { ...emptySearch, sequence }
    case 'asked':
      return { kind: 'searching', sequence, question: event.question, list: state.list, message: '' }
    case 'named':
      return state.kind === 'searching' ? withNames(state, event.names) : state
    case 'partial':
      if (state.kind !== 'searching' || event.answer.results.length === 0) return state
      return withList(state, mergeInto(state, event.answer))
    case 'answered':
      if (!event.reply.ok) {
        const { message, code } = event.reply
        return { ...state, kind: 'failed', sequence, list: null, message, code }
      }
      return { ...state, kind: 'found', sequence, list: mergeInto(state, event.reply.value), message: '' }
    case 'continued':
      return withList(state, continued(state, event.answer))
    case 'refreshed':
      return withList(state, refreshed(state, event))
    case 'read':
      return withList(state, state.list && isCurrent(state) ? { ...state.list, isHeld: true } : state.list)
  }
}

/** The rows belong to the newest question. */
export function isCurrent({ list, question }: SearchState): boolean {
  return list !== null && list.question === question
}

function withList(state: SearchState, list: ResultList | null): SearchState {
  return list === state.list ? state : { ...state, list }
}

/** Names have rows of their own only until passages are known. */
function withNames(state: SearchState, names: readonly NameHit[]): SearchState {
  if (isCurrent(state)) return state
  const documents = documentsNamed(names)
  return documents.length === 0 ? state : { ...state, list: newList(state.question, documents, null) }
}

function mergeInto(state: SearchState, answer: SearchAnswer): ResultList {
  const found = documentsOf(answer.results)
  const { list, question } = state
  if (list === null || !isCurrent(state) || !list.isHeld) return newList(question, found, answer)
  const rows = rowsOf(list.documents, list.unfolded)
  const selected = rows[list.selected]
  const held = selected === undefined ? 0 : list.documents.indexOf(selected.document) + 1
  const documents = mergeDocuments(list.documents, found, held)
  return { ...list, documents, answer, selected: documents.length === 0 ? -1 : Math.max(list.selected, 0) }
}

function continued({ list, kind }: SearchState, answer: SearchAnswer): ResultList | null {
  if (list === null || kind !== 'found') return list
  const documents = mergeDocuments(list.documents, documentsOf(answer.results), list.documents.length)
  return { ...list, documents, answer, isHeld: true }
}

/**
 * Nobody asked for this: rows at and above the selection stay where they are, and all of them where the pointer is among them. What
 * left the library goes from there too, and a row that would be as high as before shows what is true now.
 */
function refreshed(
  { list, kind }: SearchState,
  { answer, isLess, isPointedAt }: Extract<SearchEvent, { kind: 'refreshed' }>,
): ResultList | null {
  if (list === null || kind !== 'found') return list
  const found = documentsOf(answer.results)
  const row = rowsOf(list.documents, list.unfolded)[list.selected]
  const held = isPointedAt ? list.documents.length : row === undefined ? 0 : list.documents.indexOf(row.document) + 1
  const kept = list.documents.slice(0, held).flatMap((document) => {
    const newer = found.find(({ key }) => key === document.key)
    if (newer === undefined) return isLess ? [] : [document]
    const mayGrow = document === row?.document && !isPointedAt
    return [mayGrow || isAsHigh(document, newer) ? newer : document]
  })
  const keys = new Set(kept.map(({ key }) => key))
  const documents = [...kept, ...found.filter(({ key }) => !keys.has(key))]
  const rows = rowsOf(documents, list.unfolded)
  const same = rows.findIndex(({ key }) => key === row?.key)
  const selected = same >= 0 ? same : Math.min(Math.max(list.selected, 0), rows.length - 1)
  return { ...list, documents, answer, selected }
}

function newList(question: string, documents: readonly DocumentRow[], answer: SearchAnswer | null): ResultList {
  return {
    question,
    documents,
    unfolded: new Set(),
    selected: documents.length === 0 ? -1 : 0,
    isHeld: false,
    answer,
  }
}

function selectRow(list: ResultList | null, index: number): ResultList | null {
  if (list === null) return null
  const last = rowsOf(list.documents, list.unfolded).length - 1
  return { ...list, selected: Math.min(Math.max(index, 0), last), isHeld: true }
}

/** Unfolding adds rows below the document's own; folding with a passage selected selects the document. */
function fold(list: ResultList | null, event: Extract<SearchEvent, { kind: 'folded' }>): ResultList | null {
  if (list === null) return null
  const selected = rowsOf(list.documents, list.unfolded)[list.selected]
  const unfolded = new Set(list.unfolded)
  if (event.isUnfolded) unfolded.add(event.key)
  else unfolded.delete(event.key)
  const rows = rowsOf(list.documents, unfolded)
  const same = rows.findIndex(({ key }) => key === selected?.key)
  const own = rows.findIndex(({ document }) => document.key === selected?.document.key)
  return { ...list, unfolded, selected: same >= 0 ? same : own, isHeld: true }
}
