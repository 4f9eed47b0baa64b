/*
 * A seeded history of pages: addresses of about 70 bytes on few hosts, titles of about 50, in the words of the embedded model's
 * vocabulary, the commonest most often. Ten ways in which sites make addresses; numbers and codes in them are random, as real ones are.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { embeddedModelFolder } from '../../embed/model-folder.ts'
import { randomNumbers } from '../../random.ts'

/** A page as a browser notes it. */
export interface MadePage {
  readonly url: string
  readonly title: string
  /** Microseconds since 1970 of each visit, ascending. */
  readonly visits: readonly number[]
}

const tokenizerJson = z.object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) })
const vocabularySize = 20_000

/** Words of the embedded model, the commonest first. */
export async function commonWords(): Promise<string[]> {
  const text = await readFile(join(embeddedModelFolder(), 'tokenizer.json'), 'utf8')
  const { vocab } = tokenizerJson.parse(JSON.parse(text)).model
  const words = Object.keys(vocab).filter((token) => /^[a-z]{3,14}$/u.test(token))
  return words.toSorted((a, b) => vocab[a] - vocab[b]).slice(0, vocabularySize)
}

const endings = ['com', 'com', 'com', 'com', 'org', 'org', 'net', 'io', 'de', 'dev', 'co.uk', 'edu'] as const
const beginnings = ['www.', 'www.', 'www.', '', '', 'docs.', 'blog.', 'support.', 'en.'] as const
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const firstVisit = Date.UTC(2026, 0, 1) * 1000
const year = 365 * 86_400 * 1e6

/** How sites make addresses: articles and documentation more often than players and editors. */
const styles = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 7, 8, 8, 9, 9] as const

class Maker {
  readonly #random: () => number
  readonly #words: readonly string[]

  constructor(words: readonly string[], seed: number) {
    this.#words = words
    this.#random = randomNumbers(seed)
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }

  /** The first of `count` most often, as words and sites are in use: 1 / (rank + 1). */
  rank(count: number): number {
    return Math.min(count - 1, Math.floor((count + 1) ** this.#random()) - 1)
  }

  word(): string {
    return this.#words[this.rank(this.#words.length)]
  }

  /** Words of more than four letters: those that titles are made of. One in five is a rare one, a name for example. */
  longWord(): string {
    for (;;) {
      const word = this.below(5) === 0 ? this.pick(this.#words) : this.word()
      if (word.length > 4 || this.#random() < 0.25) return word
    }
  }

  words(least: number, most: number): string[] {
    return Array.from({ length: least + this.below(most - least + 1) }, () => this.longWord())
  }

  code(length: number, letters = base62): string {
    return Array.from({ length }, () => letters[this.below(letters.length)]).join('')
  }

  number(digits: number): string {
    return this.code(digits, '0123456789')
  }

  visits(): number[] {
    const count = this.#random() < 0.6 ? 1 : 1 + Math.floor(-Math.log(1 - this.#random()) * 3)
    return Array.from({ length: count }, () => firstVisit + Math.floor(this.#random() * year)).toSorted((a, b) => a - b)
  }
}

interface Site {
  readonly origin: string
  readonly name: string
  readonly sections: readonly string[]
  readonly style: number
}

function titled(words: readonly string[]): string {
  return words
    .map((word, i) => (i === 0 || word.length > 3 ? `${word[0].toUpperCase()}${word.slice(1)}` : word))
    .join(' ')
}

function makeSite(make: Maker): Site {
  const [first, second] = [make.longWord(), make.word()]
  const host = `${make.pick(beginnings)}${first}${make.below(3) === 0 ? `-${second}` : second}.${make.pick(endings)}`
  const sections = Array.from({ length: 3 + make.below(20) }, () => make.words(1, 2).join('-'))
  return { origin: `https://${host}`, name: titled([first, second]), sections, style: make.pick(styles) }
}

function makePage(make: Maker, { origin, name, sections, style }: Site): Pick<MadePage, 'url' | 'title'> {
  const section = sections[make.rank(sections.length)]
  const words = make.words(3, 6)
  // Titles are changed after the address was made, and addresses cut.
  const slug = [...words.slice(0, 3), ...make.words(0, 1)].join('-')
  const said = titled(words)
  switch (style) {
    case 0:
      return {
        url: `${origin}/${section}/2026/${make.number(2)}/${make.number(2)}/${slug}`,
        title: `${said} | ${name}`,
      }
    case 1:
      return { url: `${origin}/${section}/${slug}.html`, title: `${said} - ${name}` }
    case 2:
      return { url: `${origin}/questions/${make.number(8)}/${slug}`, title: `${section} - ${said}? - ${name}` }
    case 3:
      return { url: `${origin}/wiki/${said.replaceAll(' ', '_')}`, title: `${said} - ${name}` }
    case 4: {
      const kind = make.pick(['issues', 'pull'])
      const place = `${section}/${sections[make.rank(sections.length)]}`
      const number = make.number(4)
      return {
        url: `${origin}/${place}/${kind}/${number}`,
        title: `${said} · ${kind === 'pull' ? 'Pull Request' : 'Issue'} #${number} · ${place}`,
      }
    }
    case 5:
      return { url: `${origin}/watch/${make.code(11)}`, title: `${said} - ${name}` }
    case 6:
      return { url: `${origin}/document/d/${make.code(44)}/edit`, title: `${said} - ${name}` }
    case 7: {
      const place = `${section}/${sections[make.rank(sections.length)]}`
      return {
        url: `${origin}/docs/v2/${place}/${words.slice(0, 3).join('_')}.html`,
        title: `${titled(words.slice(0, 5))} — ${name} documentation`,
      }
    }
    case 8:
      return {
        url: `${origin}/${slug}/dp/B0${make.code(8, base62.slice(0, 36))}`,
        title: `${said}: ${name}: ${titled([section])}`,
      }
    default:
      return {
        url: `${origin}/${section}/comments/${make.code(7, base62.slice(0, 36))}/${words.join('_')}/`,
        title: `${said} : ${section}`,
      }
  }
}

/** `count` pages, each once; the same seed gives the same pages. */
export async function madePages(count: number, seed: number): Promise<MadePage[]> {
  const make = new Maker(await commonWords(), seed)
  const sites = Array.from({ length: Math.ceil(count / 15) }, () => makeSite(make))
  const pages = new Map<string, MadePage>()
  while (pages.size < count) {
    const { url, title } = makePage(make, sites[make.rank(sites.length)])
    // Some pages never say what they are called.
    pages.set(url, { url, title: make.below(20) === 0 ? '' : title, visits: make.visits() })
  }
  return [...pages.values()]
}
