/** Where the words of a group go. */
export type Destination = 'text' | 'note' | 'skipped' | 'fonts' | 'styles' | 'info' | 'title'

/** Control words that say where the words of their group go. */
export const destinations: ReadonlyMap<string, Destination> = new Map<string, Destination>([
  ['fonttbl', 'fonts'],
  ['stylesheet', 'styles'],
  ['info', 'info'],
  ['title', 'title'],
  ['footnote', 'note'],
  ['annotation', 'skipped'],
  ...`colortbl pict object header headerl headerr headerf footer footerl footerr footerf filetbl revtbl fldinst
    nonshppict sp shprslt listtext pntext ftnsep ftnsepc aftnsep aftnsepc xe tc themedata colorschememapping datastore
    latentstyles xmlnstbl listtable listoverridetable rsidtbl generator background bkmkstart bkmkend htmltag
    author operator keywords comment doccomm company subject category manager hlinkbase atnid atnauthor`
    .split(/\s+/)
    .map((word) => [word, 'skipped'] as const),
])
/** Destinations marked `\*` whose words are the document's all the same. */
export const starred = new Set(['shpinst', 'shptxt', 'footnote', 'title'])

/** Control words that stand for a character. */
export const characters: ReadonlyMap<string, string> = new Map([
  ['tab', ' '],
  ['emdash', '—'],
  ['endash', '–'],
  ['emspace', ' '],
  ['enspace', ' '],
  ['qmspace', ' '],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
])
