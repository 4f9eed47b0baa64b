import { extractHtmlText } from './html.ts'
import type { PageFrame } from './page-frame.ts'

const quoteClass = /(?:^|\s)(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)(?:\s|$)/i
const quoteId = /^(?:divRplyFwdMsg|reply-intro|appendonsend|mail-editor-reference-message-container)$/i

/**
 * The text of a mail that is a page. Lines quoted from other mails begin with '> ', as in a plain one, where they hang below the
 * writer's own words.
 */
export function mailPageText(html: string): string {
  const all = extractHtmlText(html).text
  const own = extractHtmlText(html, quoteFrame()).text.trim()
  if (own === '' || own.length >= all.length) return all
  const quoted = all.trimStart().startsWith(own) ? all.trimStart().slice(own.length).trim() : ''
  return quoted === '' ? all : `${own}\n\n${quoted.replace(/^/gm, '> ')}`
}

/** Leaves out what a mail program marks as quoted. */
function quoteFrame(): PageFrame {
  let inside = 0
  let element = ''
  return {
    open(name, attributes) {
      if (inside > 0) {
        if (name === element) inside++
        return false
      }
      const { type = '', class: names = '', id = '' } = attributes
      const isQuote =
        (name === 'blockquote' && (type === 'cite' || names !== '')) || quoteClass.test(names) || quoteId.test(id)
      if (!isQuote) return false
      element = name
      inside = 1
      return true
    },
    close(name) {
      if (inside === 0 || name !== element) return false
      inside--
      return inside === 0
    },
  }
}
