import { plainShare } from '../keywords/fuse.ts'
import { languageOf } from '../text/language.ts'

/** What a model's opinion counts on a query in a language that it was not made for, though it is written in its letters. */
const otherLanguage = 0.5

/**
 * 0 to 1: how much of a query a model reads. `languages`: two-letter codes of those it was made for, or 'mul' for about all;
 * where they are not known it is
 * taken for a model of English, as most are.
 */
export function trustIn(query: string, languages: readonly string[]): number {
  const known = languages.length === 0 ? ['en'] : languages
  if (known.includes('mul')) return 1
  const language = languageOf(query)
  if (known.some((code) => code !== 'en')) return language === '' || known.includes(language) ? 1 : otherLanguage
  return plainShare(query) * (language === '' || language === 'en' ? 1 : otherLanguage)
}
