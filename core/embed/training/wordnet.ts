import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isHeldOut, type Section } from './sections.ts'

/** A set of words of one meaning, as a line of WordNet's data files has it. */
interface Synset {
  readonly id: string
  readonly words: readonly string[]
  readonly definition: string
  readonly examples: readonly string[]
  /** Ids of other sets by the kind of tie: '@' more general, '~' more special, '%p' parts, and so on. */
  readonly ties: readonly { readonly kind: string; readonly id: string }[]
}

/** `source` of the sections. */
export const WORDNET_SOURCE = 'texts/wordnet'

const FILES = ['noun', 'verb', 'adj', 'adv']
/** Words of a set's relatives that are told of: "dog" has 18 kinds, "person" 400. */
const MOST_RELATIVES = 10
/** What stands before the words of relatives, by the tie's first characters; others are not told of. */
const relations: readonly { readonly ties: readonly string[]; readonly opening: string }[] = [
  { ties: ['@', '@i'], opening: 'A kind of' },
  { ties: ['~', '~i'], opening: 'Kinds:' },
  { ties: ['&', '^', '+', '\\'], opening: 'Similar:' },
  { ties: ['#p', '#m', '#s', ';c'], opening: 'Belongs to' },
  { ties: ['%p', '%m', '%s'], opening: 'Has' },
]

/**
 * WordNet as sections: a set's words are the header of its definition, its examples and the words of its relatives, so that words learn from
 * what defines them. `folder` has data.noun and its like (package wordnet-base; format: wndb(5WN)).
 */
export async function* wordnetSections(folder: string): AsyncGenerator<Section> {
  const synsets = new Map<string, Synset>()
  for (const file of FILES) {
    for (const line of (await readFile(join(folder, `data.${file}`), 'utf8')).split('\n')) {
      const synset = line.startsWith('  ') ? null : synsetOf(line)
      if (synset !== null) synsets.set(synset.id, synset)
    }
  }
  for (const synset of synsets.values()) {
    const relatives = relations.flatMap(({ ties, opening }) => relativesOf(synset, synsets, { ties, opening }))
    yield {
      source: WORDNET_SOURCE,
      isHeldOut: isHeldOut(`wordnet/${synset.id}`),
      header: synset.words.join(', '),
      paragraphs: [[synset.definition, ...synset.examples, ...relatives]],
    }
  }
}

/** One line: offset, file, kind, words, ties, and the gloss behind a bar. Null for a line that is no set. */
function synsetOf(line: string): Synset | null {
  const bar = line.indexOf('|')
  if (bar < 0) return null
  const fields = line.slice(0, bar).trim().split(' ')
  const wordCount = Number.parseInt(fields[3], 16)
  const words = Array.from({ length: wordCount }, (_, i) => plainWord(fields[4 + 2 * i]))
  const first = 5 + 2 * wordCount
  const ties = Array.from({ length: Number(fields[first - 1]) }, (_, i) => {
    const [kind, offset, part] = fields.slice(first + 4 * i)
    return { kind, id: idOf(part, offset) }
  })
  const [definition, ...examples] = glossParts(line.slice(bar + 1))
  return { id: idOf(fields[2], fields[0]), words, definition, examples, ties }
}

/** Satellites ('s') stand among the adjectives. */
function idOf(part: string, offset: string): string {
  return `${part === 's' ? 'a' : part}${offset}`
}

/** Without the underlines, and without a mark such as "(a)" of an adjective's place. */
function plainWord(word: string): string {
  return word.replaceAll('_', ' ').replace(/\([a-z]+\)$/, '')
}

/** The definition, and the examples that stand quoted behind it. */
function glossParts(gloss: string): string[] {
  const quote = gloss.search(/[;:] *"/)
  const definition = (quote < 0 ? gloss : gloss.slice(0, quote)).trim()
  const examples = quote < 0 ? [] : [...gloss.slice(quote).matchAll(/"([^"]+)"/g)].map(([, example]) => example)
  return [definition, ...examples]
}

function relativesOf(
  { ties }: Synset,
  synsets: ReadonlyMap<string, Synset>,
  { ties: kinds, opening }: (typeof relations)[number],
): string[] {
  const found = ties.filter(({ kind }) => kinds.includes(kind)).flatMap(({ id }) => synsets.get(id)?.words ?? [])
  const words = [...new Set(found)].slice(0, MOST_RELATIVES)
  return words.length === 0 ? [] : [`${opening} ${words.join(', ')}`]
}
