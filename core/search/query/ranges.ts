/* Two ends with something between them: 2019..2020, 1mb..5mb, ..yesterday, 2024-03.., March–May, 2019-2020, monday to friday. */

/** An end that is missing is ''. */
export type Ends = readonly [first: string, last: string]

/** Longer is no range that a person wrote. */
const mostLetters = 80

/** Every way to read `text` as a range, leftmost sign first: a date may have points of its own (`15.3...20.3.`). */
export function waysToPart(text: string): Ends[] {
  const ways: Ends[] = []
  if (text.length > mostLetters) return ways
  for (const { 1: sign, index } of text.matchAll(/(?=(\.\.|…|–|—|-|\s(?:to|until|bis|إلى|الى|حتى)\s))/giu)) {
    const ends: Ends = [text.slice(0, index).trim(), text.slice(index + sign.length).trim()]
    // Words and a hyphen stand between two ends.
    const isOpenSign = sign === '..' || sign === '…'
    if (ends.some((end) => end !== '') && (isOpenSign || !ends.includes(''))) ways.push(ends)
  }
  return ways
}
