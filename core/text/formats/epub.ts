import { ExtractError, type ParsedText } from '../extracted.ts'
import { declaredCharset, extractHtmlText } from './html.ts'
import { joinTexts } from './joined-text.ts'
import { firstTitle } from './titles.ts'
import { parseXml } from './ooxml.ts'
import { decodeText, foldedLine } from './text.ts'
import { unzip } from './zip.ts'
import { say } from '../../sayings/say.ts'

/** Chapters may be called anything; what is plainly no text is not unpacked. */
const media =
  /\.(?:jpe?g|png|gif|svg|webp|avif|tiff?|ttf|otf|woff2?|css|js|mp[34]|m4[av]|og[gv]|opus|wav|webm|ncx|smil)$/i

type Parts = Readonly<Record<string, Uint8Array>>

/** Text of a book: the chapters in the order of its spine, each as a page is read; headings are the chapters' own. */
export function extractEpub(bytes: Uint8Array): ParsedText {
  const parts = unzip(bytes, (name) => !media.test(name))
  const packagePath = packagePathOf(parts)
  const chapters = spineOf(parts[packagePath], packagePath).filter((path) => parts[path] !== undefined)
  refuseEncrypted(parts, chapters)
  const pages = chapters.map((path) => readChapter(parts[path])).filter(({ text }) => text !== '')
  if (pages.length === 0) throw new ExtractError('no-text', say('file.bookNoText'))
  const { text, headings } = joinTexts(pages, '\n\n')
  return { text, headings, title: titleOf(parts[packagePath]) || firstTitle(headings) }
}

function packagePathOf(parts: Parts): string {
  let path = ''
  const container = parts['META-INF/container.xml']
  if (container !== undefined) {
    parseXml(container, {
      open(name, attributes) {
        if (name === 'rootfile' && path === '') path = attributes['full-path'] ?? ''
      },
    })
  }
  if (parts[path] !== undefined) return path
  const found = Object.keys(parts).find((name) => /\.opf$/i.test(name))
  if (found === undefined) throw new ExtractError('damaged', say('file.bookNoPackage'))
  return found
}

/** Paths of the chapters, in reading order; the page that only lists them is left out. */
function spineOf(bytes: Uint8Array, packagePath: string): string[] {
  const paths = new Map<string, string>()
  const spine: string[] = []
  parseXml(bytes, {
    open(name, { id = '', href = '', properties = '', idref = '' }) {
      if (name === 'item' && !/\bnav\b/.test(properties)) paths.set(id, resolvePath(href, packagePath))
      else if (name === 'itemref') spine.push(idref)
    },
  })
  return [...new Set(spine.map((id) => paths.get(id) ?? ''))]
}

function resolvePath(href: string, base: string): string {
  const url = URL.parse(href, `zip:/${base.split('/').map(encodeURIComponent).join('/')}`)
  if (url === null) return ''
  try {
    return decodeURIComponent(url.pathname).slice(1)
  } catch {
    return url.pathname.slice(1)
  }
}

/** Fonts are often scrambled; chapters that are belong to a shop's reader. */
function refuseEncrypted(parts: Parts, chapters: readonly string[]): void {
  const encryption = parts['META-INF/encryption.xml']
  if (encryption === undefined) return
  parseXml(encryption, {
    open(name, { URI = '' }) {
      if (name === 'CipherReference' && chapters.includes(resolvePath(URI, '')))
        throw new ExtractError('encrypted', say('file.bookProtected'))
    },
  })
}

function readChapter(bytes: Uint8Array): ParsedText {
  return extractHtmlText(decodeText(bytes, declaredCharset(bytes)).text)
}

function titleOf(bytes: Uint8Array): string {
  // A book may have several titles; the first is the main one.
  let depth = 0
  let title = ''
  let isDone = false
  parseXml(bytes, {
    open: (name) => (depth += name === 'title' ? 1 : 0),
    close(name) {
      if (name !== 'title') return
      depth--
      isDone ||= title.trim() !== ''
    },
    text: (text) => (title += depth > 0 && !isDone ? text : ''),
  })
  return foldedLine(title.toWellFormed())
}
