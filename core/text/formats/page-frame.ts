/*
 * What stands around an article on a page of the web: the site's header and footer, side columns, bars about cookies. Only what
 * a page itself marks as such is left out, and headers, footers and asides only where it marks an article too and they stand
 * outside of it: an `aside` in an article is a part of it. Navigation is left out everywhere (html.ts).
 */
import { markupParser } from './markup-parser.ts'

/** Decides element by element, in the order of the page; `open` answers whether an element's inside is left out. */
export interface PageFrame {
  open(name: string, attributes: Readonly<Record<string, string>>): boolean
  /** True where the element that closes was the one left out. */
  close(name: string): boolean | undefined
}

export interface PageSurvey {
  /** The page marks its article, and that holds most of its words. */
  readonly hasMain: boolean
  /** UTF-16 units of words in the article, or on the page where it marks none. */
  readonly mainLength: number
}

const LEAST_MAIN_LENGTH = 200
const LEAST_MAIN_SHARE = 0.3

const silent = new Set(['script', 'style', 'nav', 'noscript', 'template', 'svg', 'title'])
const outside = new Set(['header', 'footer', 'aside'])
const outsideRoles = new Set(['banner', 'contentinfo', 'complementary'])
const neverRoles = new Set(['navigation', 'search', 'dialog', 'alertdialog'])
const cookieHolders = new Set(['div', 'section', 'aside', 'form', 'dialog'])
/** A whole class or id, so that a page's `has-cookie-bar` or a recipe's `cookie-dough` does not match. */
const cookieBar =
  /(?:^|\s)(?:js-)?(?:cookies?|consent|gdpr|eu-?cookie)[-_]{0,2}(?:law|consent|info)?[-_]{0,2}(?:banner|bar|notice|popup|pop-up|modal|dialog|overlay|message|alert|wall|warning)(?=\s|$)|(?:^|\s)(?:onetrust-consent-sdk|onetrust-banner-sdk|cybotcookiebotdialog|usercentrics-root|didomi-host|cmpbox|cookieconsent|cc-window)(?=\s|$)/i

/** Cheap: whether there can be anything to leave out. */
export function mayHaveFrame(html: string): boolean {
  return /<(?:main|article)[\s>]|\srole=|cookie|consent|gdpr|cc-window|cmpbox|didomi|usercentrics/i.test(html)
}

function isMain(name: string, role: string | undefined): boolean {
  return name === 'main' || name === 'article' || role === 'main' || role === 'article'
}

/** Measures a page before it is read. */
export function surveyPage(html: string): PageSurvey {
  let silentDepth = 0
  const open: boolean[] = []
  let mainDepth = 0
  let mainLength = 0
  let length = 0
  const parser = markupParser(
    {
      onopentag(name, { role }) {
        if (silent.has(name)) silentDepth++
        open.push(isMain(name, role))
        if (open[open.length - 1]) mainDepth++
      },
      onclosetag(name) {
        if (silent.has(name)) silentDepth--
        if (open.pop() === true) mainDepth--
      },
      ontext(text) {
        if (silentDepth > 0) return
        const words = text.trim().length
        length += words
        if (mainDepth > 0) mainLength += words
      },
    },
    { decodeEntities: false },
  )
  parser.end(html)
  const hasMain = mainLength >= LEAST_MAIN_LENGTH && mainLength >= length * LEAST_MAIN_SHARE
  return { hasMain, mainLength: hasMain ? mainLength : length }
}

/** What to leave out of the page that was surveyed. Used once, from its first element to its last. */
export function pageFrame({ hasMain }: PageSurvey): PageFrame {
  const open: ('main' | 'frame' | 'other')[] = []
  let mainDepth = 0
  return {
    open(name, attributes) {
      const isFrame = isFramePart(name, attributes, hasMain && mainDepth === 0)
      const isMainPart = isMain(name, attributes.role)
      open.push(isFrame ? 'frame' : isMainPart ? 'main' : 'other')
      if (isMainPart && !isFrame) mainDepth++
      return isFrame
    },
    close() {
      const closed = open.pop()
      if (closed === 'main') mainDepth--
      return closed === 'frame'
    },
  }
}

function isFramePart(name: string, attributes: Readonly<Record<string, string>>, isOutsideMain: boolean): boolean {
  const role = attributes.role ?? ''
  if (isOutsideMain && (outside.has(name) || outsideRoles.has(role))) return true
  if (neverRoles.has(role)) return true
  if (!cookieHolders.has(name)) return false
  return cookieBar.test(attributes.class ?? '') || cookieBar.test(attributes.id ?? '')
}
