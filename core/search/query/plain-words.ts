/** A text as a query for all of its words: what would be a sign of the query language is only a blank here. */
export function plainWords(text: string): string {
  return (
    text
      .replaceAll(/[^\p{L}\p{N}\p{M}'’]+/gu, ' ')
      // The one word that is a sign.
      .replaceAll(/\bOR\b/gu, 'or')
      .trim()
  )
}
