/*
 * Pages that are left out of the history: money, health, mail in the browser, signing in. A host is left out with all below it; a
 * word, where it is a part of the host's name between dots or hyphens. This is a short list of the usual ones: it cannot know them all.
 */
const hosts: ReadonlySet<string> = new Set(
  [
    // Money
    'paypal.com chase.com wellsfargo.com citi.com hsbc.com barclays.co.uk ing.com revolut.com wise.com n26.com monzo.com stripe.com',
    'fidelity.com schwab.com vanguard.com coinbase.com binance.com kraken.com klarna.com americanexpress.com capitalone.com',
    // Health
    'mychart.com patientaccess.com doctolib.fr doctolib.de webmd.com healthline.com mayoclinic.org nhs.uk betterhelp.com',
    // Mail
    'gmail.com outlook.live.com outlook.office.com outlook.office365.com mail.proton.me tutanota.com gmx.net gmx.de web.de',
    // Signing in
    'login.microsoftonline.com accounts.google.com appleid.apple.com okta.com auth0.com onelogin.com duosecurity.com',
    // Passwords
    'bitwarden.com 1password.com lastpass.com dashlane.com',
  ].flatMap((line) => line.split(' ')),
)

const words: ReadonlySet<string> = new Set(
  [
    'bank banking ebanking onlinebanking netbanking banque banco banca sparkasse brokerage wallet',
    'health clinic clinics hospital pharmacy patient patients therapy mychart',
    'mail webmail email inbox roundcube squirrelmail owa',
    'login signin signon logon auth oauth sso idp accounts account password passwords vault',
  ].flatMap((line) => line.split(' ')),
)

/** Ends of names: 'commerzbank', 'volksbanken'. */
const endings = /.(?:bank|banken|banking)$/u

/** Paths where one signs in, on any host. */
const signIn =
  /^\/(?:[^/]+\/)?(?:(?:service)?log-?in|log-?out|sign-?in|sign-?up|oauth2?|sso|saml2?|auth|reset-password|password-reset)(?:[/.]|$)/iu

/** Whether a page is left out by default. `host` in lower case, `path` with its first slash. */
export function isPrivatePage(host: string, path: string): boolean {
  const labels = host.split('.')
  for (let i = 0; i < labels.length - 1; i++) if (hosts.has(labels.slice(i).join('.'))) return true
  const isPrivate = (word: string): boolean => words.has(word) || endings.test(word)
  return labels.some((label) => isPrivate(label) || label.split('-').some(isPrivate)) || signIn.test(path)
}
