/*
 * PowerPoint 97 to 2003 ([MS-PPT]). The stream `PowerPoint Document` is a tree of records (version and instance u16, type u16,
 * length u32); `Current User` points at the last edit, whose directory says at which byte each slide's record begins. Texts of
 * placeholders stand in the document's list of slides, those of other shapes inside the slide.
 */
import { ExtractError, type Heading, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { openCompoundFile } from './compound-file.ts'
import { joinTexts, PAGE_BREAK } from './joined-text.ts'
import { firstTitle } from './titles.ts'
import { recordAt, recordsIn, type PptRecord, textsIn, type SlideText } from './ppt-records.ts'
import { readSummary } from './summary-information.ts'
import { say } from '../../sayings/say.ts'

const types = { slideAtom: 1007, slidePersist: 1011, userEdit: 4085, slideList: 4080, persistDirectory: 6002 } as const
const ENCRYPTED = 0xf3d1c4df
const MOST_EDITS = 10_000

/** Text of an old presentation: slides in order, apart by a form feed, titles as headings, then the speaker's notes. */
export function extractPpt(bytes: Uint8Array): ParsedText {
  const file = openCompoundFile(bytes)
  const stream = file.read('PowerPoint Document')
  if (stream === null) throw new ExtractError('damaged', say('file.noSlideStream'))
  const user = file.read('Current User')
  if (user !== null && user.length >= 20 && viewOf(user).getUint32(12, true) === ENCRYPTED)
    throw new ExtractError('encrypted', say('file.slidesPassword'))
  const edits = user === null || user.length < 20 ? null : readEdits(stream, viewOf(user).getUint32(16, true))
  const slides = (edits === null ? [] : readSlides(stream, edits)).map(writeSlide)
  // Without a directory that can be followed: every text, in the order in which it was saved.
  const pages = slides.length > 0 ? slides : [writeSlide([...textsIn(stream, [])])]
  const { text, headings } = joinTexts(pages, PAGE_BREAK)
  if (!/\S/.test(text)) throw new ExtractError('no-text', say('file.slidesNoText'))
  return { text: text.trimEnd(), headings, title: readSummary(file).title || firstTitle(headings) }
}

interface Edits {
  /** Byte at which a record begins, by its persistent number. */
  readonly offsets: ReadonlyMap<number, number>
  readonly document: number
}

/** Follows the edits from the last to the first; what a later one says counts. */
function readEdits(stream: Uint8Array, last: number): Edits | null {
  const offsets = new Map<number, number>()
  let document = -1
  let at = last
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = recordAt(stream, at)
    if (edit === null || edit.type !== types.userEdit || edit.body.length < 28) break
    const view = viewOf(edit.body)
    if (document < 0) document = view.getUint32(16, true)
    const directory = recordAt(stream, view.getUint32(12, true))
    if (directory?.type === types.persistDirectory) readDirectory(directory.body, offsets)
    const previous = view.getUint32(8, true)
    // The one before lies before; a damaged chain does not go round.
    if (previous === 0 || previous >= at) break
    at = previous
  }
  return document < 0 ? null : { offsets, document }
}

/** Runs of offsets: the first number in 20 bits, how many in 12. */
function readDirectory(body: Uint8Array, offsets: Map<number, number>): void {
  const view = viewOf(body)
  for (let at = 0; at + 4 <= body.length;) {
    const run = view.getUint32(at, true)
    at += 4
    for (let i = 0; i < run >>> 20 && at + 4 <= body.length; i++, at += 4) {
      const id = (run & 0xfffff) + i
      if (!offsets.has(id)) offsets.set(id, view.getUint32(at, true))
    }
  }
}

interface ListedSlide {
  readonly persistId: number
  readonly slideId: number
  /** Texts of its placeholders. */
  readonly texts: readonly SlideText[]
}

function readSlides(stream: Uint8Array, { offsets, document }: Edits): SlideText[][] {
  const root = recordAt(stream, offsets.get(document) ?? -1)
  if (root === null) return []
  const lists = [...recordsIn(root.body)].filter(({ type }) => type === types.slideList)
  const listOf = (instance: number): ListedSlide[] =>
    lists.filter((list) => list.instance === instance).flatMap(({ body }) => readList(body))
  const recordOf = ({ persistId }: ListedSlide): PptRecord | null => recordAt(stream, offsets.get(persistId) ?? -1)
  const notes = new Map(listOf(2).map((note) => [note.slideId, note]))
  return listOf(0).map((slide) => {
    const record = recordOf(slide)
    if (record === null) return [...slide.texts]
    const note = notes.get(notesOf(record))
    const noteRecord = note === undefined ? null : recordOf(note)
    const spoken = noteRecord === null ? [] : [...textsIn(noteRecord.body, note?.texts ?? [])]
    // What else stands on a page of notes is repeated on each: header, date, number.
    return [...textsIn(record.body, slide.texts), ...spoken.filter(({ role }) => role === 'notes')]
  })
}

function readList(body: Uint8Array): ListedSlide[] {
  const slides: { persistId: number; slideId: number; texts: SlideText[] }[] = []
  let atoms: PptRecord[] = []
  const endSlide = (): void => {
    slides.at(-1)?.texts.push(...textsIn(atoms, []))
    atoms = []
  }
  for (const record of recordsIn(body)) {
    if (record.type === types.slidePersist && record.body.length >= 16) {
      endSlide()
      const view = viewOf(record.body)
      slides.push({ persistId: view.getUint32(0, true), slideId: view.getUint32(12, true), texts: [] })
    } else atoms.push(record)
  }
  endSlide()
  return slides
}

/** Which page of notes belongs to a slide; 0 for none. */
function notesOf({ body }: PptRecord): number {
  for (const record of recordsIn(body))
    if (record.type === types.slideAtom && record.body.length >= 20) return viewOf(record.body).getUint32(16, true)
  return 0
}

function writeSlide(texts: readonly SlideText[]): { readonly text: string; readonly headings: readonly Heading[] } {
  const writer = new BlockWriter()
  const titles = texts.filter(({ role }) => role === 'title')
  for (const { text } of titles) {
    writer.beginHeading()
    writer.write(text)
    writer.endHeading(1)
  }
  for (const { role, text } of texts) {
    if (role === 'title') continue
    writer.breakBlock()
    for (const line of text.split(/[\r\n\v]/)) {
      writer.breakLine()
      writer.write(line)
    }
  }
  return { text: writer.toString(), headings: writer.headings }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
