import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { type ContentLine, contentLines, unescaped, valueParts } from './content-lines.ts'
import { decodeText } from './text.ts'
import { say } from '../../sayings/say.ts'

/** What a card's lines are called in its text; lines of other names (pictures, keys, marks of programs) are left out. */
const labels: Readonly<Record<string, string>> = {
  NICKNAME: 'Nickname',
  ORG: 'Organisation',
  TITLE: 'Title',
  ROLE: 'Role',
  EMAIL: 'Email',
  TEL: 'Phone',
  ADR: 'Address',
  URL: 'Web',
  IMPP: 'Messenger',
  BDAY: 'Born',
  ANNIVERSARY: 'Anniversary',
  CATEGORIES: 'Categories',
  RELATED: 'Related',
  NOTE: 'Note',
}

/** Text of an address book: each card with its name as a heading, then a line for each thing that it says. */
export function extractVcf(bytes: Uint8Array): ParsedText {
  const writer = new BlockWriter()
  let lines: ContentLine[] = []
  for (const line of contentLines(decodeText(bytes).text)) {
    const isCard = line.value.trim().toUpperCase() === 'VCARD'
    if (line.name === 'BEGIN' && isCard) lines = []
    else if (line.name === 'END' && isCard) {
      writeCard(lines, writer)
      lines = []
    } else lines.push(line)
  }
  const text = writer.toString()
  if (text === '') throw new ExtractError('no-text', say('file.noCards'))
  const only = writer.headings.length === 1 ? writer.headings[0].text : ''
  return { text, headings: writer.headings, title: only }
}

function writeCard(lines: readonly ContentLine[], writer: BlockWriter): void {
  writer.beginHeading()
  writer.write(cardName(lines))
  writer.endHeading(1)
  for (const line of lines) {
    const label = labels[line.name]
    const value = label === undefined ? '' : valueText(line)
    if (value === '') continue
    writer.breakLine()
    writer.write(`${label}: ${value}`)
  }
  writer.breakBlock()
}

function cardName(lines: readonly ContentLine[]): string {
  const full = unescaped(lines.find(({ name }) => name === 'FN')?.value ?? '').trim()
  if (full !== '') return full
  const [family = '', given = '', middle = '', before = '', after = ''] = valueParts(
    lines.find(({ name }) => name === 'N')?.value ?? '',
  )
  const name = [before, given, middle, family, after].filter((part) => part !== '').join(' ')
  return name || unescaped(lines.find(({ name }) => name === 'ORG')?.value ?? '')
}

function valueText({ name, value }: ContentLine): string {
  if (name === 'ADR' || name === 'ORG')
    return valueParts(value)
      .filter((part) => part !== '')
      .join(', ')
  return unescaped(value)
    .trim()
    .replace(/^(?:mailto|tel):/i, '')
}
