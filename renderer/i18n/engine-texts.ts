/*
 * What the engine says in English, in the window's language: sentences that it makes of a few parts. What is not known here stays as it
 * came. The engine's own tests cannot see this file, so e2e/strings.test.ts holds its sentences against it.
 */
import type { Consent } from '../../core/types.ts'
import { currentLanguage, t, textIfAny, type TextKey } from './i18n.ts'

/** Why a rule leaves something out. */
export function ruleReason(reason: string): string {
  return currentLanguage() === 'en' ? reason : (textIfAny(`reason.${reason}`) ?? reason)
}

type ConsentPart = Exclude<keyof Consent, 'source'>

/** A part of what is said before mail or history is read. */
export function consentText(consent: Consent, part: ConsentPart): string {
  const own = consent[part]
  return currentLanguage() === 'en' ? own : (textIfAny(`consent.${consent.source}.${part}`) ?? own)
}

const openedBefore = ' You opened it for this before.'
const otherWords = 'Found because it is close in meaning; it uses other words than yours.'

const away = 'Found by what is remembered of it: its disk is not there now.'

const parts: readonly (readonly [english: string, key: TextKey])[] = [
  ['says exactly', 'because.exactly'],
  ['says', 'because.says'],
  ['has words that begin with', 'because.begins'],
  ['stands under', 'because.under'],
  ['is named', 'because.named'],
]

const quoted = '(“[^”]*”(?:(?:, | and )“[^”]*”)*)'
const partPattern = new RegExp(`^(${parts.map(([english]) => english).join('|')}) ${quoted}(?: and |$)`, 'u')

/** Why a passage was found. */
export function whyText(why: string): string {
  if (currentLanguage() === 'en') return why
  if (why.endsWith(openedBefore)) return `${whyText(why.slice(0, -openedBefore.length))} ${t('because.opened')}`
  if (why === otherWords) return t('because.meaning')
  if (why === away) return t('because.away')
  const filters = /^Found because it is (?!named “)(.+)\.$/u.exec(why)?.[1]
  if (filters !== undefined) return t('because.isFilter', { filters })
  const [, rest, close] = /^Found because it (.+?)(, and is close in meaning)?\.$/u.exec(why) ?? []
  const said = rest === undefined ? null : partsIn(rest)
  if (said === null) return why
  return t(close === undefined ? 'because.found' : 'because.foundClose', { parts: joined(said) })
}

/** null where a part is not known. */
function partsIn(text: string): string[] | null {
  const said: string[] = []
  for (let rest = text; rest !== '';) {
    const [whole, english, words] = partPattern.exec(rest) ?? []
    const key = parts.find((part) => part[0] === english)?.[1]
    if (whole === undefined || words === undefined || key === undefined) return null
    said.push(t(key, { words: joined(words.match(/“[^”]*”/gu) ?? []) }))
    rest = rest.slice(whole.length)
  }
  return said
}

function joined(list: readonly string[]): string {
  const last = list.at(-1) ?? ''
  return list.length < 2 ? last : t('because.and', { before: list.slice(0, -1).join(', '), last })
}
