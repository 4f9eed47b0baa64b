/** Words that say nothing about what is looked for. */
const commonWords = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being but by can could did do does doing ' +
    'down during each few for from further had has have having he her here hers him his how i if in into is it its just let me ' +
    'more most my no nor not of off on once only or other our out over own same she should so some such than that the their ' +
    'them then there these they this those through to too under until up us very was we were what when where which while who ' +
    'whom why will with would you your'
  ).split(' '),
)

/** The words of a query that carry meaning, lower case, each once. */
export function meaningfulWords(query: string): string[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words)].filter((word) => !commonWords.has(word))
}

/** One line for a person: why a passage was found. */
export function reasonFor(query: string, passage: { readonly header: string; readonly text: string }): string {
  const asked = meaningfulWords(query)
  const said = wordsOf(passage.text)
  const named = wordsOf(passage.header)
  const inText = asked.filter((word) => said.has(word))
  const inHeader = asked.filter((word) => named.has(word) && !said.has(word))
  if (inText.length === 0 && inHeader.length === 0) return 'Close in meaning; it uses other words than yours.'
  const parts = [
    inText.length > 0 ? `says ${quoted(inText)}` : '',
    inHeader.length > 0 ? `stands under ${quoted(inHeader)}` : '',
  ].filter((part) => part !== '')
  return `Close in meaning, and it ${parts.join(' and ')}.`
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}

function quoted(words: readonly string[]): string {
  const shown = words.slice(0, 5).map((word) => `“${word}”`)
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`
}
