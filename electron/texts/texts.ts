/* What the main process says to a person outside the window: the tray's menu, the system's dialogs, the terminal. */
import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { german } from './german.ts'

/** How a sentence is written with a number in it; the forms are those of Intl.PluralRules. */
export type Counted = { readonly other: string } & { readonly [Form in Intl.LDMLPluralRule]?: string }

/** One language. `#` stands for a number, `{…}` for a value. */
export interface Words {
  readonly quickSearch: string
  readonly addFolder: string
  readonly keepOpen: string
  readonly opening: string
  readonly unopened: string
  readonly stopped: string
  readonly nothingYet: string
  readonly diskShort: string
  readonly documents: Counted
  readonly inFolders: Counted
  readonly withoutText: Counted
  readonly scanning: Counted
  readonly finishing: Counted
  readonly indexing: Counted
  readonly left: string
  readonly seconds: Counted
  readonly minutes: Counted
  readonly hours: Counted
  readonly pause: string
  readonly forAnHour: string
  readonly untilTomorrow: string
  readonly goOn: string
  readonly recent: string
  readonly noneRecent: string
  readonly forgetRecent: string
  readonly lock: string
  readonly settings: string
  readonly quit: string
  readonly about: string
  readonly aboutLicence: string
  readonly updateFound: string
  readonly updateReady: string
  readonly shortcutTaken: string
  readonly noShortcut: string
  readonly chooseFolders: string
  readonly add: string
  readonly anotherProgram: string
  readonly useShortcut: string
}

export type LanguageCode = 'en' | 'de' | 'ar'

const languages: Readonly<Record<LanguageCode, Words>> = { en: english, de: german, ar: arabic }

/** The words of one language, with their numbers and values filled in. */
export interface Texts {
  readonly language: LanguageCode
  readonly words: Words
  /** A sentence that counts something: the number is written as the language does. */
  count(forms: Counted, number: number, values?: Values): string
  /** A sentence with values. */
  fill(sentence: string, values: Values): string
  /** The time of day. */
  time(ms: number): string
}

type Values = Readonly<Record<string, string>>

/** `wanted`: a language of the settings; `system`: the system's own, such as `de-AT`. */
export function textsOf(wanted: string, system = 'en'): Texts {
  const language = known(wanted === 'system' ? system : wanted)
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const fill = (sentence: string, values: Values): string =>
    sentence.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => values[name] ?? whole)
  return {
    language,
    words: languages[language],
    count: (forms, number, values = {}) =>
      fill((forms[rules.select(number)] ?? forms.other).replace('#', numbers.format(number)), values),
    fill,
    time: (ms) => new Date(ms).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' }),
  }
}

function known(code: string): LanguageCode {
  const short = code.split(/[-_]/u)[0]
  return short === 'de' || short === 'ar' ? short : 'en'
}
