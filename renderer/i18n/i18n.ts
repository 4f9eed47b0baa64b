import { createInstance } from 'i18next'
import { useSyncExternalStore } from 'react'
import ar from './ar.json' with { type: 'json' }
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

/** The languages of the window, each by its own name. */
export const languageNames = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const

export type Language = keyof typeof languageNames

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type WithoutPlural<Key> = Key extends `${infer Base}_${Plural}` ? Base : Key

/** Every text of the window; those that count have a form for each number. */
export type TextKey = WithoutPlural<keyof typeof en>

const catalogues = createInstance()
void catalogues.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en }, de: { translation: de }, ar: { translation: ar } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
})

/** Texts without values in the language at hand: every key that is typed asks for the same ones, row by row. */
const plainTexts = new Map<string, string | null>()
catalogues.on('languageChanged', () => plainTexts.clear())

/** A text in the window's language. `count` chooses the form for a number. */
export function t(key: TextKey, values?: Readonly<Record<string, string | number>>): string {
  return values === undefined ? (textIfAny(key) ?? key) : catalogues.t(key, values)
}

/** A text that may not be there, such as the name of a kind that is new. */
export function textIfAny(key: string): string | null {
  const known = plainTexts.get(key)
  if (known !== undefined) return known
  const text = catalogues.exists(key) ? catalogues.t(key) : null
  plainTexts.set(key, text)
  return text
}

/** The language that texts are in now. */
export function currentLanguage(): Language {
  return languageOf(catalogues.language)
}

/** The window's language for what the person chose, 'system' or one of ours. */
export function useLanguage(): Language {
  return useSyncExternalStore((listen) => {
    catalogues.on('languageChanged', listen)
    return () => catalogues.off('languageChanged', listen)
  }, currentLanguage)
}

/** Changes the texts, and the direction of the page with them. */
export function setLanguage(wanted: string): void {
  const language = languageOf(wanted === 'system' ? navigator.language : wanted)
  if (language !== catalogues.language) void catalogues.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
}

function languageOf(tag: string): Language {
  const primary = tag.toLowerCase().split('-')[0]
  return primary === 'de' || primary === 'ar' ? primary : 'en'
}
