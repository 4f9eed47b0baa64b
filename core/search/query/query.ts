import type { DocumentClause, DocumentCondition } from '../../catalogue/document-conditions.ts'
import type { QueryChip, Saying } from '../../types.ts'

/** Something that a passage has or has not. */
export type Term =
  | { readonly kind: 'word'; readonly text: string }
  /** These words one after the other; with `within` in any order, with at most so many others between them. */
  | { readonly kind: 'phrase'; readonly text: string; readonly within?: number }
  /** A word that begins so. */
  | { readonly kind: 'prefix'; readonly text: string }

/** One thing that a filter asks of a document. */
export interface SaidCondition {
  readonly condition: DocumentCondition
  readonly said: Saying
}

/** What a person typed, understood. */
export interface Query {
  readonly typed: string
  /** The words to look for, as typed, without operators and what is left out; '' where there are none. */
  readonly text: string
  /** Of each a passage must have at least one. */
  readonly required: readonly (readonly Term[])[]
  /** None of these may be in a passage. */
  readonly excluded: readonly Term[]
  readonly documents: readonly DocumentClause[]
  /** What each of `documents` asks, said to a person. */
  readonly filters: readonly Saying[]
  /** All conditions of `documents`, as they are said to a person. */
  readonly conditions: readonly SaidCondition[]
  /** Off where something is looked for exactly as written. */
  readonly isByMeaning: boolean
  readonly chips: readonly QueryChip[]
  /** Lines for a person on what was read otherwise than they may expect. */
  readonly notes: readonly Saying[]
}
