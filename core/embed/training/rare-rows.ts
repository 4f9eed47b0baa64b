import type { Corpus } from './corpus.ts'

/** Which rows are lengthened, and to what. */
export interface RareRowOptions {
  /** Tokens seen less often than this in what was trained on. */
  readonly below: number
  /** Their length afterwards, as a multiple of the mean length of the tokens seen `below` to 20 times as often. */
  readonly times: number
}

/**
 * Training lengthens the rows that it turns; those of rare tokens stay as short as they began, though a rare word tells more about a text than
 * any other. In place. `trained`: whether a section was trained on; `isWord`: false for letters and parts of words, which stay as they are: text in other
 * languages is made of rare ones.
 */
export function lengthenRareRows(
  table: Float32Array,
  corpus: Corpus,
  {
    below,
    times,
    dimensions,
    trained,
    isWord,
  }: RareRowOptions & {
    readonly dimensions: number
    trained(section: number): boolean
    isWord(token: number): boolean
  },
): void {
  const counts = countTokens(corpus, table.length / dimensions, trained)
  const lengths = Float64Array.from(counts, (_, row) =>
    Math.hypot(...table.subarray(row * dimensions, (row + 1) * dimensions)),
  )
  const usual = lengths.filter((_, row) => counts[row] >= below && counts[row] < 20 * below)
  if (usual.length === 0) return
  const wanted = (times * usual.reduce((sum, length) => sum + length, 0)) / usual.length
  for (let row = 0; row < lengths.length; row++) {
    if (counts[row] >= below || lengths[row] === 0 || !isWord(row)) continue
    const factor = wanted / lengths[row]
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) table[i] *= factor
  }
}

function countTokens({ tokens, sentences, sections }: Corpus, rows: number, trained: (section: number) => boolean) {
  const counts = new Float64Array(rows)
  for (let section = 0; section < sections.length - 1; section++) {
    if (!trained(section)) continue
    for (let i = sentences[sections[section]]; i < sentences[sections[section + 1]]; i++) counts[tokens[i]]++
  }
  return counts
}
