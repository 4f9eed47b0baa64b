/* A text cut so that its sentences are some of its pieces: the words of both are read once. */

/**
 * `text` in pieces that have, together, the words of the text: the places of those of `sentences` that stand in it word for word, their
 * white space folded, and what is between them. A sentence that mark-up was taken out of, or that nothing parts from its neighbour, is
 * no piece.
 */
export function inPieces(text: string, sentences: readonly string[]): (string | number)[] {
  const pieces: (string | number)[] = []
  let from = 0
  for (const [i, sentence] of sentences.entries()) {
    const found = placeOf(sentence, text, from)
    if (found === null) continue
    addSaying(pieces, text.slice(from, found.start))
    pieces.push(i)
    from = found.end
  }
  addSaying(pieces, text.slice(from))
  return pieces
}

function addSaying(pieces: (string | number)[], between: string): void {
  if (/\S/u.test(between)) pieces.push(between)
}

/** The first place from `from` on where a sentence stands between blanks; null: nowhere. */
function placeOf(
  sentence: string,
  text: string,
  from: number,
): { readonly start: number; readonly end: number } | null {
  const gap = sentence.indexOf(' ')
  const first = gap < 0 ? sentence : sentence.slice(0, gap)
  for (let start = text.indexOf(first, from); start >= 0; start = text.indexOf(first, start + 1)) {
    if (start > 0 && !isBlank(text.charCodeAt(start - 1))) continue
    const end = endOf(sentence, text, start)
    if (end === text.length || (end > 0 && isBlank(text.charCodeAt(end)))) return { start, end }
  }
  return null
}

const blank = 0x20

/** Where in `text` a sentence that begins at `start` ends; 0: it does not stand there. */
function endOf(sentence: string, text: string, start: number): number {
  let at = start
  for (let i = 0; i < sentence.length; i++) {
    const unit = sentence.charCodeAt(i)
    if (unit === blank) {
      if (!isBlank(text.charCodeAt(at))) return 0
      while (isBlank(text.charCodeAt(at))) at++
    } else if (text.charCodeAt(at++) !== unit) return 0
  }
  return at
}

/** Of ASCII: blank, tab, line ends. */
function isBlank(unit: number): boolean {
  return unit === blank || (unit > 8 && unit < 14)
}
