/* A folder of documents and a library of it, for tests. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { embeddedModelFolder } from '../embed/model-folder.ts'
import { openTokenizer, type TextTokenizer } from '../embed/text-tokenizer.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { openLibrary, type Library } from '../library.ts'
import type { SearchAnswer, Strategy } from '../types.ts'

export interface TestLibrary extends AsyncDisposable {
  readonly tree: TestTree
  /** Folder of the documents. */
  readonly docs: string
  /** Folder of the library. */
  readonly folder: string
  /** Open for writing. */
  readonly library: Library
}

let kept: TextTokenizer | null = null

/** Keeps the embedded model's tokenizer, which all libraries that this process opens share: half of the time to open one. */
export function keepTokenizer(): void {
  const tokenizer = (): string => readFileSync(join(embeddedModelFolder(), 'tokenizer.json'), 'utf8')
  kept ??= openTokenizer({ tokenizer: tokenizer(), tokenizerConfig: '{}' })
}

/** Documents (path in `docs` → content) and an open library that has their folder as its root; nothing is indexed yet. */
export async function makeLibrary(files: Readonly<Record<string, string | Uint8Array>>): Promise<TestLibrary> {
  const inDocs = Object.entries(files).map(([path, content]) => [`docs/${path}`, content])
  const tree = await makeTree({ 'docs/': '', ...Object.fromEntries(inDocs) })
  const [docs, folder] = [tree.at('docs'), tree.at('library')]
  keepTokenizer()
  const library = await openLibrary({ folder, access: 'write' })
  await library.addRoot(docs)
  const dispose = async (): Promise<void> => {
    await library.close()
    await tree[Symbol.asyncDispose]()
  }
  return { tree, docs, folder, library, [Symbol.asyncDispose]: dispose }
}

export function ask(library: Library, query: string, strategy: Strategy = 'codes'): Promise<SearchAnswer> {
  return library.search({ query, limit: 10, strategy })
}

/** Paths of the answer's hits, best first. */
export async function pathsFor(library: Library, query: string): Promise<string[]> {
  return (await ask(library, query)).results.map(({ path }) => path)
}

/** Opens for reading, lends and closes. */
export async function withReader<T>(folder: string, work: (reader: Library) => Promise<T>): Promise<T> {
  const reader = await openLibrary({ folder, access: 'read' })
  try {
    return await work(reader)
  } finally {
    await reader.close()
  }
}

/** Paragraphs on one subject each, of different words: a text of several chunks. */
export const subjects = {
  tea: 'Green tea is brewed with water well below boiling. The leaves are steamed after picking so that they keep their colour and a grassy taste. A pot serves three small cups, and the second infusion is often the best.',
  volcano:
    'When magma rises through a crack in the crust, gas comes out of solution and drives an eruption. Ash may travel for a thousand kilometres and ground every aircraft on its way. Lava cools to basalt.',
  mortgage:
    'A borrower who misses three monthly payments on the house may face foreclosure. The bank sells the property and keeps what it is owed. Interest rates decide how many families are in that danger.',
  violin:
    'The bow is drawn over four strings tuned in fifths. Spruce carries the sound from the bridge to the body, and the varnish protects the maple of the back. Old instruments from Cremona are played to this day.',
  penguin:
    'The males stand through the polar night with an egg on their feet. They huddle against the wind and take turns at the edge. When the chick hatches the mother returns from the sea with fish.',
} as const

/** Four small documents, each on one subject. */
export const fourFiles = {
  'tea.md': `# Tea\n\n${subjects.tea}\n`,
  'nature/volcano.txt': subjects.volcano,
  'nature/birds/penguin.txt': subjects.penguin,
  'money.txt': subjects.mortgage,
}

/** A Markdown text of one section for each subject, long enough that each is a chunk of its own. */
export function sectionsOf(names: readonly (keyof typeof subjects)[]): string {
  return names.map((name) => `## About ${name}\n\n${`${subjects[name]} `.repeat(6)}\n`).join('\n')
}
