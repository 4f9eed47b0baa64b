import { editDistance } from '../../keywords/edit-distance.ts'

/** The name that is fewest letters away, at most two; undefined for none. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const most = word.length < 4 ? 1 : 2
  const distances = names.map((name) => editDistance(word, name, most))
  const least = Math.min(...distances)
  return least > most ? undefined : names[distances.indexOf(least)]
}
