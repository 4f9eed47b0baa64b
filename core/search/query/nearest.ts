import { editDistance } from '../../keywords/edit-distance.ts'

/** Letters that a beginning has at least that stands for the whole name. */
const leastBeginning = 3

/** The names that are fewest letters away, and those that begin with `word`; `most` of them, nearest first, each once. */
export function nearNames(word: string, names: Iterable<string>, most: number): string[] {
  const wrong = word.length < 4 ? 1 : 2
  const near: { readonly name: string; readonly distance: number }[] = []
  for (const name of new Set(names)) {
    const isBeginning = word.length >= leastBeginning && name.startsWith(word)
    const isAlike = name[0] === word[0] || (name[0] === word[1] && name[1] === word[0])
    const distance = isBeginning ? wrong : isAlike ? editDistance(word, name, wrong) : wrong + 1
    if (distance <= wrong) near.push({ name, distance })
  }
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name)
}

/** The name that is fewest letters away, at most two, of short words one; undefined for none. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const most = word.length < 5 ? 1 : 2
  const distances = names.map((name) => editDistance(word, name, most))
  const least = Math.min(...distances)
  return least > most ? undefined : names[distances.indexOf(least)]
}
