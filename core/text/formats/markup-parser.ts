/* The parser of HTML and XML, for pages that nest without end: elements are at most 512 deep in each other, as in Chromium. */
import { type Handler, Parser, type ParserOptions } from 'htmlparser2'

/** The deepest that Chromium builds a page. */
export const mostElementDepth = 512

/**
 * Calls `handler` for what it reads. Where elements are deeper in each other than `mostElementDepth`, each closes the one before, so that they
 * stand beside each other: no text is lost, and the time is linear. The package's own stack is moved by each element, and searched for
 * each end, so that 300,000 in each other took more than a minute.
 */
export function markupParser(
  handler: Partial<Handler> & Required<Pick<Handler, 'onopentag'>>,
  options: ParserOptions,
): Parser {
  const parser: Parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, isImplied) {
        if (parser['stack'].length > mostElementDepth) closeOuter(parser)
        handler.onopentag(name, attributes, isImplied)
      },
    },
    options,
  )
  return parser
}

/** Closes the element around the one that was just opened. */
function closeOuter(parser: Parser): void {
  const [opened] = parser['stack'].splice(0, 1)
  parser['popElement'](true)
  parser['stack'].unshift(opened)
}
