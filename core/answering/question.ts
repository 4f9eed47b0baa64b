/* What a question asks for, told by its words. English; any other question asks for something. */
import { analyse } from '../keywords/analyse.ts'

export type Wanted = 'time' | 'share' | 'money' | 'number' | 'person' | 'place' | 'name' | 'reason' | 'something'

/** In the order of their trial: the first that fits decides. */
const patterns: readonly (readonly [Wanted, RegExp])[] = [
  ['time', /\b(?:when|(?:what|which) (?:year|date|day|month|century|decade|time|season|era|period)s?)\b/iu],
  ['share', /\b(?:what|which) (?:percent|percentage|share|proportion|fraction)\b|\bhow (?:many|much) percent/iu],
  [
    'money',
    /\bhow much (?:money|did .* (?:cost|pay|earn|spend)|does .* cost|was .* (?:paid|worth))|\bwhat (?:price|cost|amount|sum|salary)\b/iu,
  ],
  [
    'number',
    /\bhow (?:many|much|long|old|far|tall|big|large|high|wide|deep|fast|often|heavy|hot|cold)\b|\b(?:what|which) (?:number|age|size|height|length|distance|population|temperature|score|speed|weight|version|port)\b/iu,
  ],
  [
    'person',
    /\b(?:who|whom|whose)\b|\b(?:what|which) (?:person|man|woman|author|player|king|queen|president|general|scientist|artist|actor|singer|leader|emperor|ruler|writer|philosopher|coach|mathematician|physicist|explorer)\b/iu,
  ],
  [
    'place',
    /\bwhere\b|\b(?:what|which) (?:city|cities|country|countries|state|town|place|location|river|region|area|county|continent|island|street|village|province|mountains?|ocean|sea|lake|stadium|building)\b/iu,
  ],
  ['reason', /\bwhy\b|\bwhat (?:is|was|were|are) the (?:reasons?|causes?|purpose)\b|\bwhat caused?\b/iu],
  [
    'name',
    /\b(?:what|which) (?:is|was|are|were) the (?:name|title)s?\b|\b(?:what|which) (?:company|companies|team|organization|organisation|university|school|band|group|party|language|book|film|movie|album|song|newspaper|dynasty|army|tribe|religion|church|agency|league|award|treaty|law|act|war|battle|program|project|network|channel)\b/iu,
  ],
]

/** What kind of answer a question wants. */
export function wantedBy(question: string): Wanted {
  return patterns.find(([, pattern]) => pattern.test(question))?.[0] ?? 'something'
}

/** Narrower times: 'what year' asks for a year, not for a day of it. */
const timeUnits = /\b(?:what|which) (year|month|day|century|decade)s?\b/iu

export type TimeUnit = 'year' | 'month' | 'day' | 'century' | 'decade'

/** The unit of time that a question names; null where any time answers it. */
export function timeUnitOf(question: string): TimeUnit | null {
  const unit = timeUnits.exec(question)?.[1].toLowerCase()
  return unit === undefined ? null : (unit as TimeUnit) // one of the pattern's own words
}

/**
 * What is counted or of what kind the answer is, as it is written: 'rooms' of "how many rooms …", 'river' of "which river …".
 * null where the question does not say.
 */
export function kindNoun(question: string): string | null {
  return (
    /\b(?:how many|what|which) (?:(?:other|different|types? of|kinds? of) )?(\p{L}{3,})/iu.exec(question)?.[1] ?? null
  )
}

/** What a sentence begins with that says what something is, for a question that asks just that ("What is ownership?"); else null. */
export function definitionOf(question: string): RegExp | null {
  const subject = /^\s*(?:what|who)(?:['’]s| is| are| was| were) (?:an? |the )?([^?]{2,60}?)\s*\??\s*$/iu.exec(
    question,
  )?.[1]
  if (subject === undefined) return null
  const words = (subject.match(/[\p{L}\p{N}]+/gu) ?? []).join('[^\\p{L}\\p{N}]+')
  return new RegExp(
    `^[^\\p{L}\\p{N}]*(?:(?:an?|the) )?${words}[^\\p{L}\\p{N}]+(?:is|are|was|were|means?|refers? to)(?!\\p{L})`,
    'iu',
  )
}

/** English words that say what kind of sentence a question is, not what it is about. */
const asking = new Set(
  analyse(
    'a an the of in on at to for from by with and or is was are were be been being do does did has have had can could may might ' +
      'must shall should will would what which who whom whose when where why how much many long that this these those it its ' +
      'they them their he she his her there than then as into about name called known ' +
      'although while after before during since however despite some most many such other also only all each both',
  ),
)

/** The terms of what a question is about, each once. */
export function subjectTerms(question: string): string[] {
  const terms = [...new Set(analyse(question))]
  const telling = terms.filter((term) => !asking.has(term))
  return telling.length > 0 ? telling : terms
}

/** Whether a term is too common to tell anything. */
export function isCommon(term: string): boolean {
  return asking.has(term)
}

/** Words that point back at what was said before. */
const pointing =
  /\b(?:it|its|they|them|their|he|him|his|she|her|hers|that|this|these|those|there|then|one|ones|former|latter|same|else|more)\b/iu

/**
 * What to search for when a question follows others: with the one before it where it points back or is very short.
 * @param earlier questions, oldest first
 */
export function searchText(question: string, earlier: readonly string[]): string {
  const before = earlier[earlier.length - 1]
  if (before === undefined) return question
  const isFollowing = pointing.test(question) || /^(?:and|but|or|also|what about|how about)\b/iu.test(question.trim())
  return isFollowing || subjectTerms(question).length < 2 ? `${before} ${question}` : question
}

/** A question as plain words, where its signs were taken as those of a query and nothing met them: quotes, minus, colons. */
export function plainQuestion(question: string): string {
  return question
    .replaceAll(/["“”„*~]/gu, ' ')
    .replaceAll(/(?<=^|\s)-(?=\S)/gu, ' ')
    .replaceAll(/(?<=\p{L}):(?=\S)/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
