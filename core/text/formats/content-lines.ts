/*
 * The lines that calendars (RFC 5545) and address books (RFC 6350, and the older vCard 2.1) are made of:
 *
 *   group.NAME;PARAMETER=value;TYPE=a,b:value
 *
 * A long line goes on in the next when that begins with a blank.
 */
import { charsetOf } from './charset.ts'

export interface ContentLine {
  /** Upper case, without its group. */
  readonly name: string
  /** By upper-case name; a parameter without a name (vCard 2.1) is a TYPE. */
  readonly parameters: Readonly<Record<string, string>>
  /** As written, quoted-printable decoded. */
  readonly value: string
}

/** The lines of a file; what is no such line is left out. */
export function* contentLines(text: string): Generator<ContentLine> {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  for (let i = 0; i < lines.length; i++) {
    const folded = [lines[i]]
    while (/^[ \t]/.test(lines[i + 1] ?? '')) folded.push(lines[++i].slice(1))
    let line = folded.join('')
    // Quoted-printable breaks lines by an equals sign.
    if (/^[^:]*QUOTED-PRINTABLE/i.test(line)) {
      const soft = [line]
      while (soft[soft.length - 1].endsWith('=') && i + 1 < lines.length) {
        soft[soft.length - 1] = soft[soft.length - 1].slice(0, -1)
        soft.push(lines[++i])
      }
      line = soft.join('')
    }
    const parsed = parseLine(line)
    if (parsed !== null) yield parsed
  }
}

function parseLine(line: string): ContentLine | null {
  const match = /^(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;(?:[^":;]|"[^"]*")*)*):/.exec(line)
  if (match === null) return null
  const parameters: Record<string, string> = {}
  for (const part of match[2].match(/(?:[^;"]|"[^"]*")+/g) ?? []) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? 'TYPE' : part.slice(0, equals).toUpperCase()
    const value = part.slice(equals + 1).replaceAll('"', '')
    parameters[name] = parameters[name] === undefined ? value : `${parameters[name]},${value}`
  }
  const raw = line.slice(match[0].length)
  const isQuoted = /QUOTED-PRINTABLE/i.test(`${parameters.ENCODING ?? ''},${parameters.TYPE ?? ''}`)
  const value = isQuoted ? quotedPrintable(raw, parameters.CHARSET ?? 'utf-8') : raw
  return { name: match[1].toUpperCase(), parameters, value }
}

function quotedPrintable(text: string, charset: string): string {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '=' ? /^[0-9A-Fa-f]{2}/.exec(text.slice(i + 1, i + 3)) : null
    if (hex === null) bytes.push(...Buffer.from(text[i]))
    else {
      bytes.push(Number.parseInt(hex[0], 16))
      i += 2
    }
  }
  return new TextDecoder(charsetOf(charset) || 'utf-8').decode(Uint8Array.from(bytes))
}

/** A value with its escapes undone: `\n`, `\,`, `\;`, `\\`. */
export function unescaped(value: string): string {
  return value.replace(/\\([nN,;:\\])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char))
}

/** The parts of a structured value (a name, an address), escapes undone. */
export function valueParts(value: string): string[] {
  return (value.match(/(?:[^;\\]|\\.)+|(?<=;)(?=;)|^(?=;)|(?<=;)$/gs) ?? []).map((part) => unescaped(part).trim())
}
