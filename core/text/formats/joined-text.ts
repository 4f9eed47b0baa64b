import type { Heading, ParsedText } from '../extracted.ts'

/** Stands between two pages or slides; `pageAt` counts them. */
export const PAGE_BREAK = '\f\n'

type Part = Pick<ParsedText, 'text' | 'headings'>

/** One text of several, `separator` between them; headings move with their lines. */
export function joinTexts(parts: readonly Part[], separator: string): Part {
  const headings: Heading[] = []
  let length = 0
  for (const part of parts) {
    for (const heading of part.headings) headings.push({ ...heading, start: heading.start + length })
    length += part.text.length + separator.length
  }
  return { text: parts.map((part) => part.text).join(separator), headings }
}
