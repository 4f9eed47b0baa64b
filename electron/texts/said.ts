/* What the engine says, in the person's language. No run-time dependencies: the window imports it as well. */
import { fill, type SentenceText, type Writer } from '../../core/sayings/fill.ts'
import type { Saying } from '../../core/types.ts'
import { arabicApp } from './sayings/arabic-app.ts'
import { arabicFiles } from './sayings/arabic-files.ts'
import { arabicLibrary } from './sayings/arabic-library.ts'
import { arabicModels } from './sayings/arabic-models.ts'
import { arabicSearching } from './sayings/arabic-searching.ts'
import { englishWindow } from './sayings/english-window.ts'
import { germanApp } from './sayings/german-app.ts'
import { germanFiles } from './sayings/german-files.ts'
import { germanLibrary } from './sayings/german-library.ts'
import { germanModels } from './sayings/german-models.ts'
import { germanSearching } from './sayings/german-searching.ts'

/** The sentences of each language by code; of English those alone that the window says otherwise than the terminal. */
export const sayingsByLanguage = {
  en: englishWindow,
  de: { ...germanFiles, ...germanSearching, ...germanLibrary, ...germanModels, ...germanApp },
  ar: { ...arabicFiles, ...arabicSearching, ...arabicLibrary, ...arabicModels, ...arabicApp },
} as const

const writers: Readonly<Record<string, Writer>> = {
  en: { locale: 'en-GB', isRightToLeft: false, say: (saying) => saidIn('en', saying) },
  de: { locale: 'de', isRightToLeft: false, quotes: ['„', '“'], say: (saying) => saidIn('de', saying) },
  // Digits stay Latin, since they stand beside names of files.
  ar: { locale: 'ar-u-nu-latn', isRightToLeft: true, quotes: ['«', '»'], say: (saying) => saidIn('ar', saying) },
}

/** A sentence as the window says it in a language; as it came where the language has no such sentence. */
export function saidIn(language: 'en' | 'de' | 'ar', saying: Saying): string {
  // Whoever made the saying may be newer than these tables.
  const known: Readonly<Record<string, SentenceText | undefined>> = sayingsByLanguage[language]
  const text = known[saying.code]
  return text === undefined ? saying.text : fill(text, saying.params, writers[language])
}
