/** All of `lists` as one by joining two at a time, so that nothing is moved more often than it must; undefined where there are none. */
export function twoByTwo<List>(lists: readonly List[], join: (a: List, b: List) => List): List | undefined {
  let left = lists
  while (left.length > 1) {
    const pairs: List[] = []
    for (let i = 0; i < left.length; i += 2) pairs.push(i + 1 < left.length ? join(left[i], left[i + 1]) : left[i])
    left = pairs
  }
  return left.at(0)
}
