/** What a document looks like to a person. */
export type DocumentKind = 'text' | 'markdown' | 'code' | 'pdf' | 'word' | 'sheet' | 'slides' | 'mail' | 'web'

const extensions: readonly (readonly [DocumentKind, string])[] = [
  ['markdown', 'md mdx markdown'],
  ['pdf', 'pdf'],
  ['word', 'doc docx odt rtf pages'],
  ['sheet', 'xls xlsx ods csv tsv numbers'],
  ['slides', 'ppt pptx odp key'],
  ['mail', 'eml emlx mbox msg'],
  ['web', 'html htm xhtml mhtml webarchive url'],
  [
    'code',
    'ts tsx js jsx mjs cjs py rb rs go java kt swift c h cc cpp hpp cs php sh bash zsh sql css scss json jsonc yaml yml toml xml lua r jl ex hs scala dart vue svelte',
  ],
]

const kinds: ReadonlyMap<string, DocumentKind> = new Map(
  extensions.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
)

/** By the file name's ending; a Maildir message, which has none, is mail by its folder. */
export function documentKind(path: string): DocumentKind {
  const ending = /\.([^./\\]+)$/u.exec(path)?.[1]?.toLowerCase() ?? ''
  return kinds.get(ending) ?? (/[/\\](?:cur|new)[/\\][^/\\]+$/u.test(path) ? 'mail' : 'text')
}
