/*
 * What the engine says, in the window's language. Most of it comes as a `Saying`; a few texts that hang on a name stand in the catalogue
 * under that name, and e2e/strings.test.ts holds them against the core.
 */
import type { Consent, Saying, SourceStatus, WhyAnswer } from '../../core/types.ts'
import type { Reply } from '../../electron/contract.ts'
import { saidIn } from '../../electron/texts/said.ts'
import { currentLanguage, textIfAny } from './i18n.ts'

/** A sentence of the engine; `english` where it is none that has a code. */
export function saidText(said: Saying | null | undefined, english = ''): string {
  return said === null || said === undefined ? english : saidIn(currentLanguage(), said)
}

/** Why something was refused or went wrong. */
export function failureText({ message, said }: Pick<Extract<Reply<never>, { ok: false }>, 'message' | 'said'>): string {
  return saidText(said, message)
}

/** Why a rule leaves something out. */
export function ruleReason(reason: string): string {
  return currentLanguage() === 'en' ? reason : (textIfAny(`reason.${reason}`) ?? reason)
}

/** A rule with its reason first: 'build output (dist)'. */
export function ruleText(rule: string): string {
  const [, reason, name] = /^(.+) (\(.+\))$/u.exec(rule) ?? []
  return reason === undefined ? ruleReason(rule) : `${ruleReason(reason)} ${name}`
}

/** Why a file is found, or is not. */
export function verdictText({ said }: Pick<WhyAnswer, 'said'>): string {
  const { rule } = said.params
  return saidText(typeof rule === 'string' ? { ...said, params: { ...said.params, rule: ruleText(rule) } } : said)
}

type ConsentPart = Exclude<keyof Consent, 'source'>

/** A part of what is said before mail or history is read; how it is erased is a button in the window, so never the engine's own words. */
export function consentText(consent: Consent, part: ConsentPart): string {
  const own = consent[part]
  const isOwn = currentLanguage() === 'en' && part !== 'erase'
  return isOwn ? own : (textIfAny(`consent.${consent.source}.${part}`) ?? own)
}

/** Which texts of a source are kept. */
export function cachePolicyText({ source, cachePolicy }: Pick<SourceStatus, 'source' | 'cachePolicy'>): string {
  return currentLanguage() === 'en' ? cachePolicy : (textIfAny(`cachePolicy.${source}`) ?? cachePolicy)
}

/** What a model is good for. */
export function modelSummaryText({ name, summary }: { readonly name: string; readonly summary: string }): string {
  return currentLanguage() === 'en' ? summary : (textIfAny(`modelSummary.${name}`) ?? summary)
}
