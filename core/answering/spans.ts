/* The few words of a sentence that may be what a question asks for: dates, numbers, names, reasons, or any short phrase. */
import { analyse } from '../keywords/analyse.ts'
import { isCommon, type Wanted } from './question.ts'

/** UTF-16 range of a sentence. */
export interface Span {
  readonly start: number
  readonly end: number
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December'

const number = String.raw`(?:\d{1,3}(?:[,.]\d{3})+|\d+)(?:\.\d+)?`
const numberWords =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter'

const time = [
  String.raw`\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${months})|(?:${months})(?: \d{1,2}(?:st|nd|rd|th)?)?)(?:,? \d{3,4})?\b`,
  String.raw`\b\d{4}-\d{2}-\d{2}\b`,
  String.raw`\b(?:early |late |mid-?)?(?:1\d|20)\d\ds?(?:[-–](?:\d{4}|\d{2}))?\b`,
  String.raw`\b\d{1,4} ?(?:BC|BCE|AD|CE)\b`,
  String.raw`\b(?:the )?(?:early |late |mid-?)?(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first|second|third) century(?: (?:BC|BCE|AD|CE))?\b`,
  String.raw`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`,
  String.raw`\b\d{1,2}(?::\d{2})? ?(?:a\.?m\.?|p\.?m\.?)\b|\b\d{1,2}:\d{2}\b`,
]

const patterns: Readonly<Record<Exclude<Wanted, 'something' | 'person' | 'place' | 'name'>, readonly string[]>> = {
  time,
  share: [
    String.raw`\b${number} ?(?:%|percent|per cent)`,
    String.raw`\b(?:one|two|three|half|a)[- ](?:half|third|thirds|quarter|quarters|fifths?)\b`,
  ],
  money: [
    String.raw`[$€£¥] ?${number}(?: (?:million|billion|trillion|thousand))?`,
    String.raw`\b${number}(?: (?:million|billion|thousand))? (?:dollars|euros|pounds|yen|francs)\b`,
  ],
  number: [
    String.raw`[$€£¥] ?${number}(?: (?:million|billion|trillion))?`,
    String.raw`\b${number}(?: (?:million|billion|trillion|thousand|hundred))?(?: ?(?:%|percent|km|m|cm|mm|kg|g|miles?|feet|ft|metres?|meters?|kilometres?|kilometers?|inch(?:es)?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|degrees?|tons?|tonnes?|acres?|hectares?|square [a-z]+|°[CF]?))*`,
    String.raw`\b(?:${numberWords})(?:[- ](?:${numberWords}))*\b`,
  ],
  reason: [
    String.raw`(?<=\b(?:because|because of|due to|owing to|in order to|so that|as a result of|caused by|thanks to|since)\s)[^,.;:()]{3,120}`,
  ],
}

/** Runs of capitalised words and initials, joined by the small words inside names. */
const word = String.raw`(?:\p{Lu}\.(?= )|\p{Lu}[\p{L}\p{N}'’-]*|\d+(?:st|nd|rd|th)\b)`
const joint = String.raw`(?: (?:of the|of|the|de la|de|la|von|van|der|del|du|le|al|bin|ibn|and|&|for) | )`
const name = new RegExp(`${word}(?:${joint}${word})*`, 'gu')

/** Most words of a phrase. */
const longestPhrase = 6

/** Places in `sentence` that could be what is wanted, without those that only say the question again. */
export function spansFor(wanted: Wanted, sentence: string, asked: ReadonlySet<string>): Span[] {
  const spans = spansOf(wanted, sentence)
  return spans.flatMap((span) => {
    const trimmed = trim(sentence, span)
    const terms = analyse(sentence.slice(trimmed.start, trimmed.end))
    const isNew = terms.some((term) => !asked.has(term) && !isCommon(term)) || (wanted === 'number' && terms.length > 0)
    return isNew && trimmed.end > trimmed.start ? [trimmed] : []
  })
}

function spansOf(wanted: Wanted, sentence: string): Span[] {
  switch (wanted) {
    case 'person':
    case 'place':
    case 'name':
      return matches(sentence, name)
    case 'something':
      return [...phrases(sentence), ...matches(sentence, name)]
    default:
      return patterns[wanted].flatMap((pattern) =>
        matches(sentence, new RegExp(pattern, wanted === 'time' || wanted === 'money' ? 'gu' : 'giu')),
      )
  }
}

function matches(sentence: string, pattern: RegExp): Span[] {
  return [...sentence.matchAll(pattern)].map(({ index, 0: text }) => ({ start: index, end: index + text.length }))
}

/** Runs of words between signs and small words. */
function phrases(sentence: string): Span[] {
  const words = matches(sentence, /[\p{L}\p{N}][\p{L}\p{N}'’.%-]*/gu)
  const spans: Span[] = []
  let from: number | null = null
  for (const [i, word] of words.entries()) {
    const isSmall = isCommon(analyse(sentence.slice(word.start, word.end))[0] ?? '')
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

const placeWords = /\b(?:in|at|near|from|to|into|across|outside|around|toward|towards|through)\s+(?:the\s+)?$/iu
const makerWords = /\bby\s+(?:the\s+)?$/iu

/** What the word before a name says of it, -1 to 1: names after "in" and "at" are places, those after "by" made something. */
export function cueOf(wanted: Wanted, sentence: string, { start }: Span): number {
  const before = sentence.slice(Math.max(0, start - 20), start)
  if (wanted === 'place') return placeWords.test(before) ? 1 : 0
  if (wanted !== 'person' && wanted !== 'name') return 0
  if (makerWords.test(before)) return 1
  return placeWords.test(before) ? -1 : 0
}
