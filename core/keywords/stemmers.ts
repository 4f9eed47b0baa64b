/* Stemmers by language: Snowball's, loaded when first needed (30 ms); English has its own, five times as fast. */
import { createRequire } from 'node:module'
import { fold } from './fold.ts'
import { stemGreek, stemHindi } from './light-stem.ts'
import { stemEnglish } from './stem-english.ts'

/** A word to the term of all its forms. */
export type Stem = (word: string) => string

const algorithms: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
}

/** Of folded words. */
const ownStemmers: Readonly<Record<string, Stem>> = { en: stemEnglish, el: stemGreek, hi: stemHindi }

/** What snowball-stemmers exports. */
interface SnowballModule {
  newStemmer(algorithm: string): { stem(word: string): string }
}

const known = new Map<string, Stem>()

/** The stemmer of a language, a two-letter code; undefined where there is none. */
export function stemmerOf(language: string): Stem | undefined {
  const own = ownStemmers[language]
  if (own !== undefined) return (word) => own(fold(word))
  const algorithm = algorithms[language]
  if (algorithm === undefined) return undefined
  let stem = known.get(language)
  if (stem === undefined) known.set(language, (stem = snowballStem(algorithm)))
  return stem
}

/** Folded after stemming: endings are told by their accents too. */
function snowballStem(algorithm: string): Stem {
  // A CommonJS module without types of its own. In here, since the app's build puts a `require` at the top of its files.
  const require = createRequire(import.meta.url)
  const { newStemmer } = require('snowball-stemmers') as SnowballModule
  const stemmer = newStemmer(algorithm)
  return (word) => fold(stemmer.stem(word.toLowerCase().normalize('NFC').replaceAll('ё', 'е')))
}
