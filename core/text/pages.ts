const FORM_FEED = 0x0c

/**
 * The page, from 1, that byte `offset` of a document's text is on: form feeds stand between the pages of a PDF and the slides
 * of a presentation, and each begins the next. A text without form feeds is one page, and the answer is 1.
 */
export function pageAt(utf8: Uint8Array, offset: number): number {
  let page = 1
  for (let at = utf8.indexOf(FORM_FEED); at >= 0 && at < offset; at = utf8.indexOf(FORM_FEED, at + 1)) page++
  return page
}
