import { SaxesParser } from 'saxes'
import { ExtractError } from '../extracted.ts'
import { decodeText } from './text.ts'
import { localName } from './xml.ts'

interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
}

/** Runs through one XML part of an Office document. Names and attribute names come without their prefixes: Word's vary, its local names do not clash. */
export function parseXml(bytes: Uint8Array, { open, close, text }: XmlHandlers): void {
  const parser = new SaxesParser({ position: false, xmlns: false })
  parser.on('error', (error) => {
    throw new ExtractError('damaged', `A part of the document is not well-formed XML (${error.message}).`)
  })
  parser.on('opentag', (tag) => open?.(localName(tag.name), localAttributes(tag.attributes)))
  parser.on('closetag', (tag) => close?.(localName(tag.name), localAttributes(tag.attributes)))
  parser.on('text', (data) => text?.(data))
  parser.on('cdata', (data) => text?.(data))
  parser.write(decodeText(bytes).text.replace(/^\ufeff/, '')).close()
}

function localAttributes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const local: Record<string, string> = {}
  for (const name in attributes) local[localName(name)] = attributes[name]
  return local
}
