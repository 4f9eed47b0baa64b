/*
 * Where a text may be cut, and how much a cut there hurts. Works on UTF-8 bytes: every sign that ends something is
 * ASCII or one of three CJK stops, so no decoding is needed and positions are byte offsets at once.
 */

/** Cost of a cut by what it separates; sections by heading level 1 to 6. Lower is better. */
const sectionCosts = [0, 0, 0.04, 0.1, 0.16, 0.2, 0.24] as const
const pageCost = 0.3
const paragraphCost = 0.35
const sentenceCost = 0.75
const lineCost = 0.8
const wordCost = 2.5
const anywhereCost = 6

/**
 * Cuts of one kind differ by up to this much, decided by the bytes that follow. Without it an edit shifts all cuts
 * behind it in a text without headings; with it the cutting falls back into step after a few chunks (content-defined
 * chunking), and what did not change is not embedded again.
 */
const contentCost = 0.5

/** A stretch without any better cut is cut between words from this length on, in bytes. */
const longStretchBytes = 600

const newline = 10
const formFeed = 12

/** Positions in ascending order (0 and the text's length included) with the cost of cutting there. */
export interface Breaks {
  readonly positions: Uint32Array
  readonly costs: Float32Array
}

export interface SectionStart {
  /** Byte offset. */
  readonly start: number
  /** 1 to 6. */
  readonly level: number
}

class BreakList {
  positions = new Uint32Array(1024)
  costs = new Float32Array(1024)
  length = 0

  add(position: number, cost: number): void {
    const last = this.length - 1
    if (last >= 0 && this.positions[last] === position) {
      if (cost < this.costs[last]) this.costs[last] = cost
      return
    }
    if (this.length === this.positions.length) this.#grow()
    this.positions[this.length] = position
    this.costs[this.length++] = cost
  }

  #grow(): void {
    const positions = new Uint32Array(this.length * 2)
    positions.set(this.positions)
    const costs = new Float32Array(this.length * 2)
    costs.set(this.costs)
    this.positions = positions
    this.costs = costs
  }
}

/** All useful cuts of `utf8`. `sections` ascend by start. */
export function findBreaks(utf8: Uint8Array, sections: readonly SectionStart[]): Breaks {
  const list = new BreakList()
  const length = utf8.length
  list.add(0, 0)
  let section = 0
  let last = 0
  const add = (position: number, cost: number): void => {
    if (position - last > longStretchBytes) addWordBreaks({ utf8, from: last, to: position, list })
    list.add(position, cost)
    last = position
  }
  let nextSection = sections[0]?.start ?? Infinity
  for (let i = 0; i < length;) {
    while (nextSection <= i) {
      const { start, level } = sections[section++]
      if (start >= last && start > 0) add(start, sectionCosts[level] ?? sectionCosts[6])
      nextSection = sections[section]?.start ?? Infinity
    }
    const end = Math.min(length, nextSection)
    i = nextEnd(utf8, i, end)
    if (i === end) continue
    const cost = costAfter(utf8, i++)
    if (cost > 0 && i < length) add(i, cost + contentCost * contentShare(utf8, i))
  }
  add(length, 0)
  return { positions: list.positions.subarray(0, list.length), costs: list.costs.subarray(0, list.length) }
}

/**
 * The first byte from `start` on that something may end with; `end`: none before it. A function of its own: as a loop within that over
 * sections V8 entered it anew for every text, and left it by way of the interpreter.
 */
function nextEnd(utf8: Uint8Array, start: number, end: number): number {
  let previous = start === 0 ? 0 : utf8[start - 1]
  for (let i = start; i < end; i++) {
    const byte = utf8[i]
    if ((endsOf[byte] & endsBehind[previous]) !== 0) return i
    previous = byte
  }
  return end
}

/** 0 to 1, from the 16 bytes at `start` (FNV-1a). */
function contentShare(utf8: Uint8Array, start: number): number {
  let hash = 0x811c9dc5
  const end = Math.min(utf8.length, start + 16)
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ utf8[i], 0x01000193)
  return (hash >>> 16) / 65536
}

/** Cost of a cut after the byte at `i`, 0 when there is none to make. */
function costAfter(utf8: Uint8Array, i: number): number {
  const byte = utf8[i]
  if (byte === newline) return isBlankLineBefore(utf8, i) ? paragraphCost : lineCost
  if (byte === formFeed) return pageCost
  if (byte === 32) return isSentenceEnd(utf8, i - 1) ? sentenceCost : 0
  return isWideStop(utf8, i) ? sentenceCost : 0
}

/** Whether the line that ends at `i` holds only white space and follows another line. */
function isBlankLineBefore(utf8: Uint8Array, i: number): boolean {
  let j = i - 1
  while (j >= 0 && (utf8[j] === 32 || utf8[j] === 9 || utf8[j] === 13)) j--
  return j >= 0 && utf8[j] === newline
}

const [space, other] = [1, 2]

/**
 * What a byte may be the end of: a space of a sentence; line ends, form feeds and the last bytes of wide stops of something whatever is
 * before them. As bits, so that the loop over all bytes has one branch, which is hardly ever taken: a sixth of all bytes are spaces.
 */
const endsOf = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 32 ? space : [newline, formFeed, 0x81, 0x82, 0x9f].includes(byte) ? other : 0,
)

/** What may end behind a byte. */
const endsBehind = Uint8Array.from({ length: 256 }, (_, byte) =>
  '.!?"\')]'.includes(String.fromCharCode(byte)) ? space | other : other,
)

/** `.`, `!`, `?` (a closing quote or bracket may follow), but not an initial or a numbering such as "J." or "3.". */
function isSentenceEnd(utf8: Uint8Array, end: number): boolean {
  let i = end
  while (i >= 0 && (utf8[i] === 34 || utf8[i] === 39 || utf8[i] === 41 || utf8[i] === 93)) i--
  if (i < 2) return false
  const byte = utf8[i]
  if (byte === 33 || byte === 63) return true
  return byte === 46 && utf8[i - 2] > 47
}

/** The last byte of 。 (E3 80 82), ！ (EF BC 81) or ？ (EF BC 9F). */
function isWideStop(utf8: Uint8Array, i: number): boolean {
  const byte = utf8[i]
  if (i < 2 || (byte !== 0x82 && byte !== 0x81 && byte !== 0x9f)) return false
  if (byte === 0x82) return utf8[i - 1] === 0x80 && utf8[i - 2] === 0xe3
  return utf8[i - 1] === 0xbc && utf8[i - 2] === 0xef
}

/** Cuts between words, and at code points where a stretch has no words (base64, CJK without stops). */
function addWordBreaks({
  utf8,
  from,
  to,
  list,
}: {
  utf8: Uint8Array
  from: number
  to: number
  list: BreakList
}): void {
  let last = from
  for (let i = from + 1; i < to; i++) {
    if (i - last < 60) continue
    const previous = utf8[i - 1]
    if (previous === 32 || previous === 9) list.add((last = i), wordCost)
    else if (i - last >= longStretchBytes && isCodePointStart(utf8[i])) list.add((last = i), anywhereCost)
  }
}

function isCodePointStart(byte: number): boolean {
  return (byte & 0xc0) !== 0x80
}
