/** One record of a PowerPoint stream. */
export interface PptRecord {
  readonly type: number
  readonly instance: number
  /** Its body consists of records. */
  readonly isContainer: boolean
  readonly body: Uint8Array
}

/** A text on a slide, and what it is there for. */
export interface SlideText {
  readonly role: 'title' | 'notes' | 'body'
  readonly text: string
}

const types = {
  textHeader: 3999,
  textChars: 4000,
  textBytes: 4008,
  outlineReference: 3998,
  clientTextbox: 0xf00d,
} as const
const HEADER_BYTES = 8
const MOST_DEPTH = 30

/** The record at byte `offset`; null where there is none. One that is longer than the stream is cut off with it. */
export function recordAt(stream: Uint8Array, offset: number): PptRecord | null {
  if (offset < 0 || offset + HEADER_BYTES > stream.length) return null
  const view = new DataView(stream.buffer, stream.byteOffset + offset, HEADER_BYTES)
  const head = view.getUint16(0, true)
  const start = offset + HEADER_BYTES
  return {
    type: view.getUint16(2, true),
    instance: head >> 4,
    isContainer: (head & 15) === 15,
    body: stream.subarray(start, Math.min(stream.length, start + view.getUint32(4, true))),
  }
}

/** The records that a body consists of. */
export function* recordsIn(body: Uint8Array): Generator<PptRecord> {
  for (let at = 0; ;) {
    const record = recordAt(body, at)
    if (record === null) return
    yield record
    at += HEADER_BYTES + record.body.length
  }
}

/** The texts in a record's body, or among records: a header says what each is, `outline` holds those that are only referred to. */
export function* textsIn(
  inside: Uint8Array | readonly PptRecord[],
  outline: readonly SlideText[],
  depth = 0,
): Generator<SlideText> {
  let role: SlideText['role'] = 'body'
  for (const record of inside instanceof Uint8Array ? recordsIn(inside) : inside) {
    const { type, body } = record
    if (type === types.textHeader) role = roleOf(body[0])
    else if (type === types.textChars || type === types.textBytes) {
      // Texts of bytes are the lower bytes of UTF-16, which is Latin-1.
      const charset = type === types.textChars ? 'utf16le' : 'latin1'
      const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString(charset)
      // A lone asterisk is a place for the slide's number or date.
      if (text.trim() !== '' && text.trim() !== '*') yield { role, text }
    } else if (type === types.outlineReference && body.length >= 4) {
      const referred = outline[body[0] | (body[1] << 8)]
      if (referred !== undefined) yield referred
    } else if ((record.isContainer || type === types.clientTextbox) && depth < MOST_DEPTH)
      yield* textsIn(body, outline, depth + 1)
  }
}

/** Kinds of text: 0 and 6 are titles, 2 is notes. */
function roleOf(kind: number | undefined): SlideText['role'] {
  if (kind === 0 || kind === 6) return 'title'
  return kind === 2 ? 'notes' : 'body'
}
