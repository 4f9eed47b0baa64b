/*
 * Pages that are left out of the history: money, health, mail in the browser, signing in. A host is left out with all below it; a
 * word, where it is a part of the host's name between dots or hyphens. This is a short list of the usual ones: it cannot know them
 * all, and a person may add to it and take from it.
 */
import type { LeftOutRule } from '../../types.ts'
import { type ReadOptions, usualOptions } from '../read-options.ts'

type Reasons = Readonly<Record<string, string>>

const hosts: Reasons = {
  money: `paypal.com chase.com wellsfargo.com citi.com hsbc.com barclays.co.uk ing.com revolut.com wise.com n26.com monzo.com stripe.com
    fidelity.com schwab.com vanguard.com coinbase.com binance.com kraken.com klarna.com americanexpress.com capitalone.com`,
  health:
    'mychart.com patientaccess.com doctolib.fr doctolib.de webmd.com healthline.com mayoclinic.org nhs.uk betterhelp.com',
  mail: 'gmail.com outlook.live.com outlook.office.com outlook.office365.com mail.proton.me tutanota.com gmx.net gmx.de web.de',
  'signing in':
    'login.microsoftonline.com accounts.google.com appleid.apple.com okta.com auth0.com onelogin.com duosecurity.com',
  passwords: 'bitwarden.com 1password.com lastpass.com dashlane.com',
}

const words: Reasons = {
  money: 'bank banking ebanking onlinebanking netbanking banque banco banca sparkasse brokerage wallet',
  health: 'health clinic clinics hospital pharmacy patient patients therapy mychart',
  mail: 'mail webmail email inbox roundcube squirrelmail owa',
  'signing in': 'login signin signon logon auth oauth sso idp accounts account password passwords vault',
}

/** Ends of names: 'commerzbank', 'volksbanken'. */
const endings = /.(?:bank|banken|banking)$/u
const endingsName = '…bank'

/** Paths where one signs in, on any host. */
const signIn =
  /^\/(?:[^/]+\/)?(?:(?:service)?log-?in|log-?out|sign-?in|sign-?up|oauth2?|sso|saml2?|auth|reset-password|password-reset)(?:[/.]|$)/iu
const signInName = '/login'

const namesOf = (reasons: Reasons): [name: string, reason: string][] =>
  Object.entries(reasons).flatMap(([reason, list]) =>
    list.split(/\s+/u).map((name): [string, string] => [name, reason]),
  )

/** Each rule, for a person; `off`: names of those that are switched off. */
export function pageRules(off: ReadonlySet<string>): LeftOutRule[] {
  const rules = [
    ...namesOf(hosts),
    ...namesOf(words).map(([name, reason]) => [name, `${reason}: a word of the host's name`]),
    [endingsName, "money: the end of a word of the host's name"],
    [signInName, 'signing in: paths such as /login, /oauth, /reset-password on any host'],
  ]
  return rules.map(([name, reason]) => ({ name, group: 'pages', reason, isOn: !off.has(name) }))
}

/** Whether a page is left out. `host` in lower case, `path` with its first slash. */
export type PrivatePages = (host: string, path: string) => boolean

/** The rules as a person has them. */
export function privatePages(pages?: ReadOptions['pages']): PrivatePages {
  const ruleOf = pageRuleOf(pages)
  return (host, path) => ruleOf(host, path) !== null
}

/** Names the rule by which a page is left out, as `pageRules` or the person does; null: it is read. */
export function pageRuleOf(
  { off, hosts: own }: ReadOptions['pages'] = usualOptions.pages,
): (host: string, path: string) => string | null {
  const switchedOff = new Set(off)
  const those = (reasons: Reasons): string[] =>
    namesOf(reasons).flatMap(([name]) => (switchedOff.has(name) ? [] : [name]))
  const privateHosts = new Set([...those(hosts), ...own])
  const privateWords = new Set(those(words))
  return (host, path) => {
    const labels = host.split('.')
    // What all names of a country end with is no host; one of a network at home or at work has a single word.
    for (let i = 0; i < Math.max(1, labels.length - 1); i++) {
      const above = labels.slice(i).join('.')
      if (privateHosts.has(above)) return above
    }
    const parts = labels.flatMap((label) => [label, ...label.split('-')])
    const word = parts.find((part) => privateWords.has(part))
    if (word !== undefined) return word
    if (!switchedOff.has(endingsName) && parts.some((part) => endings.test(part))) return endingsName
    return signIn.test(path) && !switchedOff.has(signInName) ? signInName : null
  }
}
