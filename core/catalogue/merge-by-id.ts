/* Rows and blocks of documents as one sequence. */

/** Documents that lie together and are read together. */
export interface Block<T> {
  /** No document in it has a lesser id. */
  readonly first: number
  /** In any order. */
  read(): readonly T[]
}

/** All of `rows` (ascending by id) and `blocks` (ascending by `first`), ascending by id. A block is read when its first document may be next. */
export function* mergeById<T extends { readonly id: number }>(
  rows: Iterable<T>,
  blocks: readonly Block<T>[],
): Generator<T> {
  /** Descending by id: the last is next. */
  let held: T[] = []
  let opened = 0
  const heldId = (): number => held.at(-1)?.id ?? Infinity
  function* below(end: number): Generator<T> {
    for (;;) {
      while (opened < blocks.length && blocks[opened].first < Math.min(end, heldId()))
        held = [...held, ...blocks[opened++].read()].toSorted((a, b) => b.id - a.id)
      if (heldId() >= end) return
      const next = held.pop()
      if (next !== undefined) yield next
    }
  }
  for (const row of rows) {
    yield* below(row.id)
    yield row
  }
  yield* below(Infinity)
}
