/** What a document must be to be found: one thing that the catalogue knows of each. Texts are compared without case and accents. */
export type DocumentCondition =
  /** One of the kinds of a document, or of the endings of its name or of the file that it is in; lower case. */
  | { readonly kind: 'type'; readonly kinds: readonly string[]; readonly endings: readonly string[] }
  /** In a folder of this name, at any depth, or at or below this path. */
  | { readonly kind: 'folder'; readonly name: string }
  /** The path has this in it. */
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'sender'; readonly text: string }
  | { readonly kind: 'recipient'; readonly text: string }
  /** The title has this in it; of a mail that is its subject. */
  | { readonly kind: 'subject'; readonly text: string }
  /** Milliseconds of the document's own date: `from` counts, `until` does not; null: open. */
  | { readonly kind: 'dated'; readonly from: number | null; readonly until: number | null }
  /** Bytes of the file, both counting; null: open. */
  | { readonly kind: 'size'; readonly least: number | null; readonly most: number | null }
  /** Two-letter code. */
  | { readonly kind: 'language'; readonly code: string }
  | { readonly kind: 'source'; readonly source: string }
  /** This host or one below it. */
  | { readonly kind: 'site'; readonly host: string }

/** A document fits when one of `anyOf` holds, or, where it is excluded, none of them. */
export interface DocumentClause {
  readonly anyOf: readonly DocumentCondition[]
  readonly isExcluded: boolean
}
