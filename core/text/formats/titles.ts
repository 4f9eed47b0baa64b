import type { Heading } from '../extracted.ts'

/** What programs call a document that nobody named, in some of their languages. */
const leftOver =
  /^(?:untitled|title|titel|none|default|document\d*|dokument\d*|(?:slide|page|folie|diapositiva|diapositive) \d+|power\s?point[ -]?(?:presentation|pr[aä]sentation|presentatie)|pr[eé]sentation powerpoint|presentaci[oó]n de powerpoint|presentazione (?:standard di )?powerpoint)$/i
const fileNames = /\.(?:docx?|pptx?|xlsx?|indd|qxd|tex|dvi|rtf|pdf|odt|odp|ods|pmd|html?|txt)$/i

/** A title from a document's metadata; '' for one that a program left there. `line` is folded. */
export function usableTitle(line: string): string {
  const title = line.replace(/^Microsoft (?:Word|PowerPoint|Excel) - /, '')
  return leftOver.test(title) || fileNames.test(title) ? '' : title
}

/** The first heading of the outermost level; '' for none. */
export function firstTitle(headings: readonly Heading[]): string {
  return headings.find((heading) => heading.level === 1)?.text ?? ''
}
