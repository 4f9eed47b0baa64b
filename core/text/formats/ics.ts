import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { type ContentLine, contentLines, unescaped } from './content-lines.ts'
import { decodeText, foldedLine } from './text.ts'
import { say } from '../../sayings/say.ts'

const entries = new Set(['VEVENT', 'VTODO', 'VJOURNAL'])

/** Text of a calendar: each event, task or note with its summary as a heading, its time, place, people and description. */
export function extractIcs(bytes: Uint8Array): ParsedText {
  const writer = new BlockWriter()
  const components: string[] = []
  let title = ''
  let lines: ContentLine[] = []
  for (const line of contentLines(decodeText(bytes).text)) {
    const value = line.value.trim().toUpperCase()
    if (line.name === 'BEGIN') {
      components.push(value)
      if (entries.has(value)) lines = []
    } else if (line.name === 'END') {
      if (entries.has(components.pop() ?? '')) writeEntry(lines, writer)
    } else if (entries.has(components.at(-1) ?? '')) lines.push(line)
    else if (line.name === 'X-WR-CALNAME' || line.name === 'NAME') title ||= foldedLine(unescaped(line.value))
  }
  const text = writer.toString()
  if (text === '') throw new ExtractError('no-text', say('file.noEntries'))
  const only = writer.headings.length === 1 ? writer.headings[0].text : ''
  return { text, headings: writer.headings, title: title || only }
}

function writeEntry(lines: readonly ContentLine[], writer: BlockWriter): void {
  const first = (name: string): ContentLine | undefined => lines.find((line) => line.name === name)
  const textOf = (name: string): string => unescaped(first(name)?.value ?? '').trim()
  writer.beginHeading()
  writer.write(textOf('SUMMARY'))
  writer.endHeading(1)
  const times = [first('DTSTART'), first('DTEND') ?? first('DUE')].filter((line) => line !== undefined)
  writeField(writer, 'When', times.map(timeText).join(' – '))
  writeField(writer, 'Where', textOf('LOCATION'))
  writeField(
    writer,
    'Organizer',
    lines
      .filter(({ name }) => name === 'ORGANIZER')
      .map(personText)
      .join(', '),
  )
  writeField(
    writer,
    'People',
    lines
      .filter(({ name }) => name === 'ATTENDEE')
      .map(personText)
      .join(', '),
  )
  writeField(writer, 'Categories', textOf('CATEGORIES'))
  writeField(writer, 'Link', textOf('URL'))
  writer.breakBlock()
  for (const { name, value } of lines)
    if (name === 'DESCRIPTION' || name === 'COMMENT') {
      writer.writePreformatted(unescaped(value).trim())
      writer.breakBlock()
    }
}

function writeField(writer: BlockWriter, name: string, value: string): void {
  if (value === '') return
  writer.breakLine()
  writer.write(`${name}: ${value}`)
}

/** '20240229T143000Z' as '2024-02-29 14:30 UTC'; a time zone as it is named, a time of none as it is. */
function timeText({ value, parameters }: ContentLine): string {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?\d\d(Z?))?/.exec(value.trim())
  if (match === null) return value.trim()
  const [, year, month, day, hour, minute, utc] = match
  const date = `${year}-${month}-${day}`
  if (hour === undefined) return date
  const zone = utc === 'Z' ? ' UTC' : parameters.TZID === undefined ? '' : ` (${parameters.TZID})`
  return `${date} ${hour}:${minute}${zone}`
}

function personText({ value, parameters }: ContentLine): string {
  const address = value.trim().replace(/^mailto:/i, '')
  const name = parameters.CN ?? ''
  return name === '' || name === address ? address : `${name} <${address}>`
}
