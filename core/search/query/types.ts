/** Kinds of documents (see text/document-kind.ts) that people have one word for. */
const groups: Readonly<Record<string, string>> = {
  mail: 'mail eml msg mbox',
  email: 'mail eml msg mbox',
  message: 'mail eml msg mbox',
  document: 'docx doc odt rtf pdf pages',
  word: 'docx doc odt rtf',
  presentation: 'pptx ppt odp key',
  slides: 'pptx ppt odp key',
  powerpoint: 'pptx ppt',
  spreadsheet: 'xlsx xls ods numbers csv',
  sheet: 'xlsx xls ods numbers csv',
  excel: 'xlsx xls',
  book: 'epub',
  ebook: 'epub',
  page: 'html xhtml',
  web: 'html xhtml',
  webpage: 'html xhtml',
  note: 'markdown org text',
  // Files of which only the name may be known are documents of these kinds.
  picture: 'picture',
  image: 'picture',
  photo: 'picture',
  music: 'audio',
  sound: 'audio',
  film: 'video',
  movie: 'video',
  calendar: 'ics',
  event: 'ics',
  contact: 'vcf',
  notebook: 'ipynb',
  latex: 'tex',
  rst: 'restructuredtext',
  md: 'markdown',
  plain: 'text',
}

/** Words for kinds of documents. */
export const typeNames: readonly string[] = Object.keys(groups)

/** What `type:` means: kinds of documents and endings of file names, lower case. */
export function typeOf(value: string): { readonly kinds: readonly string[]; readonly endings: readonly string[] } {
  const word = value.toLowerCase().replace(/^\*?\./, '')
  const singular = word.length > 3 ? word.replace(/s$/, '') : word
  const group = groups[word] ?? groups[singular]
  const named = group?.split(' ') ?? [word]
  // Some kinds are called as people call them: mail, page, chat.
  const kinds = [...new Set([...named, singular])]
  return { kinds, endings: group === undefined || word === 'md' || word === 'rst' ? [word] : named }
}
