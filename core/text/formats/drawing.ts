import type { BlockWriter } from './block-writer.ts'
import { type Attributes, parseXml } from './ooxml.ts'

/** Holders of values that a chart shows: the names of its series and categories. */
const charted = new Set(['strCache', 'rich'])

/**
 * Writes the paragraphs (`a:p`) of a drawing, a diagram, a chart or a comment, and the words among a chart's values; numbers
 * are left out.
 */
export function writeDrawing(bytes: Uint8Array, writer: BlockWriter): void {
  let textDepth = 0
  let chartDepth = 0
  parseXml(bytes, {
    open(name) {
      if (charted.has(name)) chartDepth++
      if (isWords(name, chartDepth)) textDepth++
      if (name === 'p' || name === 'pt' || name === 'comment') writer.breakLine()
    },
    close(name) {
      if (isWords(name, chartDepth)) textDepth--
      if (charted.has(name)) chartDepth--
      if (name === 'p' || name === 'pt') writer.breakLine()
    },
    text: (text) => textDepth > 0 && writer.write(text),
  })
  writer.breakBlock()
}

function isWords(name: string, chartDepth: number): boolean {
  return name === 't' || name === 'text' || (name === 'v' && chartDepth > 0)
}

/** What a shape on a slide is there for, by its placeholder's type. */
export type ShapeRole = 'title' | 'body' | 'dropped'

/** 'dropped' for what repeats on every slide: its number and date. */
export function roleOf({ type = 'body' }: Attributes): ShapeRole {
  if (type === 'title' || type === 'ctrTitle') return 'title'
  return type === 'sldNum' || type === 'dt' || type === 'sldImg' ? 'dropped' : 'body'
}
