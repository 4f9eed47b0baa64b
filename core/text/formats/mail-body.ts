/*
 * The body of a mail, told apart: what its writer wrote, what was quoted from others, the signature. Short quotations stay where
 * they are, because the answer below them makes no sense without; long ones and all that hangs below an answer go to the end.
 */

/** A mail's body; each part may be ''. */
export interface MailBody {
  readonly own: string
  /** Long quotations, then the signature. */
  readonly rest: string
}

/** Lines of a quotation that stay among the answer's own. */
const shortQuote = 4

const quoteLine = /^ {0,2}[>|]/
/** 'On 3 May Anna wrote:' and its like in other languages: a line that ends in a colon, at most two lines above a quotation. */
const attribution =
  /^(?:On|Am|Le|El|Il|Em|Op|Den|W dniu|At|In|\S.* (?:wrote|writes|schrieb|écrit|escribió|scrive|scritto|escreveu)).{0,200}:\s*$/i
const hanging =
  /^\s*(?:-{2,}\s*(?:Original[ -]Message|Forwarded [Mm]essage|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Weitergeleitete Nachricht|Begin forwarded message)\b.*|_{10,}\s*|Begin forwarded message:\s*)$/i
const headerOfQuote = /^\s*\*?(?:From|Von|De|Da|Van|Från|Fra)\s?:\*?\s.+/
const moreHeaders =
  /^\s*\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|Objet|À|Enviado|Asunto|Para|Cc)\s?:/i
const signatureMark = /^--\s?$/
const listFooter = /^_{20,}$/

/** Splits a plain body; lines end in '\n'. */
export function splitMailBody(text: string): MailBody {
  const lines = text.split('\n')
  const end = endOfOwn(lines)
  const own: string[] = []
  const rest: string[] = []
  for (let i = 0; i < end;) {
    if (!quoteLine.test(lines[i])) {
      own.push(lines[i++])
      continue
    }
    let stop = i
    while (stop < end && (quoteLine.test(lines[stop]) || isGap(lines, stop, end))) stop++
    const block = lines.slice(i, stop)
    if (block.length <= shortQuote) own.push(...block)
    else addLines(rest, [...takeAttribution(own), ...block, ''])
    i = stop
  }
  addLines(rest, lines.slice(end))
  return { own: trimmed(own), rest: trimmed(rest) }
}

/** A mail may quote a log of 200,000 lines: as arguments of one call they would not fit on the stack. */
function addLines(to: string[], lines: readonly string[]): void {
  for (const line of lines) to.push(line)
}

/** A blank line between two quoted ones belongs to their quotation. */
function isGap(lines: readonly string[], at: number, end: number): boolean {
  return lines[at].trim() === '' && at + 1 < end && quoteLine.test(lines[at + 1])
}

/** The lines at the end of `own` that say whose words follow. */
function takeAttribution(own: string[]): string[] {
  let last = own.length - 1
  while (last >= 0 && own[last].trim() === '') last--
  for (const count of [1, 2]) {
    const first = last - count + 1
    if (first < 0) break
    if (attribution.test(own.slice(first, last + 1).join(' '))) return own.splice(first, own.length - first)
  }
  return []
}

/** Where the signature, a list's footer or an older message below begins; the number of lines where there is none. */
function endOfOwn(lines: readonly string[]): number {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    if (signatureMark.test(line)) return i
    if (listFooter.test(line) && /mailing list|lists?[.@]/i.test(lines.slice(i + 1, i + 4).join(' '))) return i
    if (hanging.test(line) && !listFooter.test(line) && i > 0) return i
    if (
      headerOfQuote.test(line) &&
      i > 0 &&
      lines.slice(i + 1, i + 4).filter((next) => moreHeaders.test(next)).length >= 2
    )
      return i
  }
  return lines.length
}

function trimmed(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
