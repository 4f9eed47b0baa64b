/*
 * The lines that begin a message of an mbox. Real archives write them in several ways:
 *
 *   From anna@example.org  Fri Oct 30 08:12:32 1998            (unix mail)
 *   From anna at example.org  Wed Jun  1 00:51:43 2005         (Pipermail)
 *   From - Tue Apr 01 12:00:00 2008                            (Thunderbird, older)
 *   From                                                       (Thunderbird, newer)
 *
 * and a body may hold a line that begins with 'From ' as well, if its writer did not quote it as '>From '.
 */

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
/** A day, a month and a time, in the order of `ctime` or as in a mail's date. */
const dated = new RegExp(`^From .*\\b${day},?\\s+(?:${month}\\s+\\d{1,2}|\\d{1,2}\\s+${month})\\s.*\\d{1,2}:\\d{2}`)
const bare = /^From (?:- ?)?$/
const header = /^(?:[!-9;-~]+:|>?From )/

/** Longest line that is looked at. */
export const longestSeparator = 1024

/** Whether `line` (no line end) begins a message; `next` is the line after it, as far as it is there. */
export function isSeparator(line: string, next: string): boolean {
  if (dated.test(line)) return next === '' || header.test(next)
  return bare.test(line) && header.test(next)
}

/** Whether a file's first bytes are those of an mbox. Empty lines may come first. */
export function isMboxHead(head: Uint8Array): boolean {
  const start = head.findIndex((byte) => byte !== 10 && byte !== 13)
  if (start < 0 || start > 16 || head[start] !== 0x46) return false
  const text = Buffer.from(head.buffer, head.byteOffset + start, Math.min(head.length - start, 4096)).toString('latin1')
  const [line, next = ''] = text.split(/\r?\n/u, 2)
  return line.startsWith('From ') && isSeparator(line, next)
}
