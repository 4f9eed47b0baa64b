/* The few words of a sentence that may be what a question asks for: dates, numbers, names, reasons, or any short phrase. */
import { isCommon, type TimeUnit, type Wanted } from './question.ts'
import type { TermsOf } from './terms.ts'

/** UTF-16 range of a sentence. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What is looked for, told by the question. */
export interface Looked {
  readonly wanted: Wanted
  /** Only for 'time'. */
  readonly unit: TimeUnit | null
  /** Terms of the question. */
  readonly asked: ReadonlySet<string>
  readonly termsOf: TermsOf
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December'
const days = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day'

const number = String.raw`(?:\d{1,3}(?:[,.]\d{3})+|\d+)(?:\.\d+)?`
const oneNumberWord =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter'
const numberWords = `(?:${oneNumberWord})(?:(?:[- ]| and )(?:${oneNumberWord}))*`
const currencies = 'dollars|euros|pounds|yen|francs|cents'
const units =
  `${currencies}|` +
  '%|percent|km|m|cm|mm|kg|g|miles?|feet|ft|metres?|meters?|kilometres?|kilometers?|inch(?:es)?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|centur(?:y|ies)|decades?|generations?|degrees?|tons?|tonnes?|acres?|hectares?|square [a-z]+|°[CF]?'

const year = String.raw`\b(?:1\d|20)\d\d\b`
const century = String.raw`\b(?:the )?(?:early |late |mid-?)?(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first|second|third) century(?: (?:BC|BCE|AD|CE))?\b`

const time = [
  String.raw`\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${months})|(?:${months})(?: \d{1,2}(?:st|nd|rd|th)?)?)(?:,? \d{3,4})?\b`,
  String.raw`\b\d{4}-\d{2}-\d{2}\b`,
  String.raw`\b(?:early |late |mid-?)?(?:1\d|20)\d\ds?(?:[-–](?:\d{4}|\d{2}))?\b`,
  String.raw`\b\d{1,4} ?(?:BC|BCE|AD|CE)\b`,
  century,
  String.raw`\b${days}\b`,
  String.raw`\b\d{1,2}(?::\d{2})? ?(?:a\.?m\.?|p\.?m\.?)\b|\b\d{1,2}:\d{2}\b`,
]

const timesOf: Readonly<Record<TimeUnit, readonly string[]>> = {
  year: [year, String.raw`\b\d{1,4} ?(?:BC|BCE|AD|CE)\b`],
  month: [String.raw`\b(?:${months})(?: \d{4})?\b`],
  day: [time[0], time[1], String.raw`\b${days}\b`],
  century: [century],
  decade: [String.raw`\b(?:1\d|20)\d0s\b`],
}

const patterns: Readonly<Record<Exclude<Wanted, 'something' | 'person' | 'place' | 'name'>, readonly string[]>> = {
  time,
  share: [
    String.raw`\b${number} ?(?:%|percent|per cent)`,
    String.raw`\b(?:${numberWords}) (?:percent|per cent)`,
    String.raw`\b(?:one|two|three|half|a)[- ](?:half|third|thirds|quarter|quarters|fifths?)\b`,
  ],
  money: [
    String.raw`[$€£¥] ?${number}(?: (?:million|billion|trillion|thousand))?`,
    String.raw`\b(?:${number}|${numberWords})(?: (?:million|billion|thousand))? (?:${currencies})\b`,
  ],
  number: [
    String.raw`[$€£¥] ?${number}(?: (?:million|billion|trillion))?`,
    String.raw`\b${number}(?: (?:million|billion|trillion|thousand|hundred))?(?: ?(?:${units})(?![\p{L}\p{N}]))*`,
    String.raw`\b(?:${numberWords})(?: (?:${units})(?![\p{L}\p{N}]))*(?![\p{L}\p{N}])`,
  ],
  reason: [
    String.raw`(?<=\b(?:because|because of|due to|owing to|in order to|so that|as a result of|caused by|thanks to|since)\s)[^,.;:()]{3,120}`,
  ],
}

/** Runs of capitalised words and initials, joined by the small words inside names. */
const word = String.raw`(?:\p{Lu}\.(?= )|\p{Lu}[\p{L}\p{N}'’-]*|\d+(?:st|nd|rd|th)\b)`
const joint = String.raw`(?: (?:of the|of|the|de la|de|la|von|van|der|del|du|le|al|bin|ibn|and|&|for) | )`
const name = new RegExp(`${word}(?:${joint}${word})*`, 'gu')
const isTimeName = new RegExp(`^(?:${months}|${days})$`, 'u')

/** Most words of a phrase. */
const longestPhrase = 6

/** Places in `sentence` that could be what is wanted, without those that only say the question again. */
export function spansFor(looked: Looked, sentence: string): Span[] {
  const { wanted, asked, termsOf } = looked
  return spansOf(looked, sentence).flatMap((span) => {
    const trimmed = trim(sentence, wanted === 'number' ? withoutAskedUnit(sentence, span, looked) : span)
    const text = sentence.slice(trimmed.start, trimmed.end)
    if (wanted === 'person' && isTimeName.test(text)) return []
    const terms = termsOf(text)
    const isNew = terms.some((term) => !asked.has(term) && !isCommon(term)) || (wanted === 'number' && terms.length > 0)
    return isNew && trimmed.end > trimmed.start ? [trimmed] : []
  })
}

function spansOf(looked: Looked, sentence: string): Span[] {
  const { wanted, unit } = looked
  switch (wanted) {
    case 'person':
    case 'place':
    case 'name':
      return matches(sentence, name)
    case 'something':
      return [...phrases(sentence, looked), ...matches(sentence, name)]
    case 'time': {
      const narrow =
        unit === null ? [] : timesOf[unit].flatMap((pattern) => matches(sentence, new RegExp(pattern, 'gu')))
      return narrow.length > 0 ? narrow : time.flatMap((pattern) => matches(sentence, new RegExp(pattern, 'gu')))
    }
    default:
      return patterns[wanted].flatMap((pattern) =>
        matches(sentence, new RegExp(pattern, wanted === 'money' ? 'gu' : 'giu')),
      )
  }
}

/** "How many days?" is answered by "9", "how long?" by "9 days". */
function withoutAskedUnit(sentence: string, { start, end }: Span, { asked, termsOf }: Looked): Span {
  const unit = /\s(\p{L}+)$/u.exec(sentence.slice(start, end))
  if (unit === null || !termsOf(unit[1]).some((term) => asked.has(term))) return { start, end }
  return { start, end: end - unit[0].length }
}

function matches(sentence: string, pattern: RegExp): Span[] {
  return [...sentence.matchAll(pattern)].map(({ index, 0: text }) => ({ start: index, end: index + text.length }))
}

/** Runs of words between signs, small words and words of the question. */
function phrases(sentence: string, { asked, termsOf }: Looked): Span[] {
  const words = matches(sentence, /[\p{L}\p{N}][\p{L}\p{N}'’.%-]*/gu)
  const spans: Span[] = []
  let from: number | null = null
  for (const [i, word] of words.entries()) {
    const [term = ''] = termsOf(sentence.slice(word.start, word.end))
    const isSmall = isCommon(term) || asked.has(term)
    const isApart = i > 0 && /[^\s]/u.test(sentence.slice(words[i - 1].end, word.start))
    if (from !== null && (isSmall || isApart || i - from >= longestPhrase)) {
      spans.push({ start: words[from].start, end: words[i - 1].end })
      from = null
    }
    if (!isSmall) from ??= i
  }
  if (from !== null) spans.push({ start: words[from].start, end: words[words.length - 1].end })
  return spans
}

function trim(sentence: string, { start, end }: Span): Span {
  const text = sentence.slice(start, end)
  const leading = /^(?:[\s'"“‘(,.;:-]|(?:The|A|An|In|On|At|By|This|It|the|a|an) (?=\S))*/u.exec(text)?.[0].length ?? 0
  const trailing = /[\s'"”’),.;:-]*$/u.exec(text)?.[0].length ?? 0
  return leading + trailing >= text.length ? { start, end: start } : { start: start + leading, end: end - trailing }
}
