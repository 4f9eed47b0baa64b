import { isHeldOut, paragraphsOf, type Section } from './sections.ts'

/** Characters of a quote that are kept. */
const LONGEST_QUOTE = 1000

/** A mail's sections: itself under its subject, and each answer under the lines that it quotes. */
export function mailSections(head: string, body: string, source: string): Section[] {
  const subject = subjectOf(head)
  const origin = { source, isHeldOut: isHeldOut(threadOf(subject)) }
  const own: string[] = []
  const answers: Section[] = []
  let quoted = ''
  for (const { isQuote, text } of blocksOf(withoutSignature(body))) {
    if (isQuote) {
      quoted = text
      continue
    }
    const paragraphs = paragraphsOf(text)
    if (quoted !== '' && paragraphs.length > 0) {
      const header = quoted.replaceAll(/\s+/g, ' ').slice(0, LONGEST_QUOTE)
      answers.push({ ...origin, header, paragraphs: paragraphs.slice(0, 2), isAnswer: true })
    }
    if (paragraphs.length > 0) quoted = ''
    own.push(text)
  }
  const paragraphs = paragraphsOf(own.join('\n\n'))
  if (paragraphs.length === 0) return []
  const [id, replyTo] = [nameIn(field(head, 'Message-ID')), nameIn(field(head, 'In-Reply-To'))]
  return [{ ...origin, header: subject, paragraphs, id, answers: replyTo }, ...answers]
}

/** The mails of an mbox file as list archives write them, head and body. */
export function* mailsOf(mbox: string): Generator<{ head: string; body: string }> {
  for (const mail of mbox.split(/^From .*\d{4}\r?$/m).slice(1)) {
    const text = mail.trimStart().replaceAll('\r\n', '\n')
    const end = text.indexOf('\n\n')
    if (end > 0) yield { head: text.slice(0, end), body: text.slice(end + 2) }
  }
}

function field(head: string, name: string): string {
  return new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? ''
}

function nameIn(value: string): string {
  return /<[^>]+>/.exec(value)?.[0] ?? ''
}

/** Without "Re:" and names of lists. */
function subjectOf(head: string): string {
  return field(head, 'Subject')
    .replaceAll(/\[[^\]]*\]|\b(?:re|fwd?|aw|sv)\s*:/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** What the mails of a thread have in common. `subject`: without "Re:" and names of lists. */
export function threadOf(subject: string): string {
  return subject.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
}

function withoutSignature(body: string): string {
  return body.replace(/^-- ?$[\s\S]*/m, '').replace(/^(?:_{20,}|-{20,}|={20,})\s*$[\s\S]{0,600}$/m, '')
}

/** Runs of quoted lines and of others; the line that names who wrote what is quoted is left out. */
function blocksOf(body: string): { isQuote: boolean; text: string }[] {
  const blocks: { isQuote: boolean; lines: string[] }[] = []
  for (const line of body.split('\n')) {
    if (/(?:wrote|writes|schrieb|said)\s*:\s*$|^(?:From|To|Sent|Cc|Date|Subject): /i.test(line)) continue
    const isQuote = /^\s*(?:[A-Za-z]{0,3}[>|])/.test(line)
    const last = blocks.at(-1)
    const text = isQuote ? line.replace(/^\s*(?:[A-Za-z]{0,3}[>|]\s?)+/, '') : line
    if (last === undefined || (last.isQuote !== isQuote && line.trim() !== '')) blocks.push({ isQuote, lines: [text] })
    else last.lines.push(text)
  }
  return blocks.map(({ isQuote, lines }) => ({ isQuote, text: lines.join('\n') }))
}
