/* Results that the person opened for the same query before, or for one that begins so: they come forward. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { RowRef } from '../leann/search.ts'
import type { Snapshot } from '../leann/store.ts'
import type { Feedback, Latch } from './feedback/feedback.ts'
import { rowAt } from './newest.ts'
import type { Passage } from './passages.ts'
import type { RowConditions } from './row-conditions.ts'

/** More than so many are not looked at. */
const mostLatches = 10

/** The opened results of one query. */
export class OpenedBefore {
  readonly #latches: readonly Latch[]

  /** `feedback` undefined: nothing counts. */
  constructor(feedback: Feedback | undefined, query: string) {
    this.#latches = feedback?.latches(query, Date.now()).slice(0, mostLatches) ?? []
  }

  get isAny(): boolean {
    return this.#latches.length > 0
  }

  /** As `Latch.strength`; 0 for a passage that was not opened. */
  strengthOf({ document: { path, part }, chunk: { start } }: Passage): number {
    const known = this.#latches.find((one) => one.path === path && one.part === part && one.start === start)
    return known?.strength ?? 0
  }

  /** Where they are in the index, of those that may be found. */
  rowsIn(
    { store, catalogue }: { readonly store: Snapshot; readonly catalogue: Catalogue },
    { allowed }: RowConditions,
  ): RowRef[] {
    return this.#latches.flatMap(({ path, part, start }): RowRef[] => {
      const id = catalogue.stampAt(path, store.generation, part)?.id
      const place = id === undefined ? null : rowAt(store, id, start)
      return place === null || allowed?.[place.segment]?.has(place.row) === false ? [] : [place]
    })
  }
}
