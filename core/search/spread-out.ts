import type { Ordered } from './order.ts'

/** Passages of one document that compete with all others; what it has more comes after. */
export const mostOfOneDocument = 3

/** The order with documents spread out: the passages of a document beyond its best three go to the end. */
export function spreadOut(ordered: readonly Ordered[]): Ordered[] {
  const seen = new Map<number, number>()
  const first: Ordered[] = []
  const rest: Ordered[] = []
  for (const one of ordered) {
    const { id } = one.passage.document
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    ;(count <= mostOfOneDocument ? first : rest).push(one)
  }
  return [...first, ...rest]
}
