/** What a document looks like to a person. */
export type DocumentKind =
  | 'text'
  | 'markdown'
  | 'code'
  | 'pdf'
  | 'word'
  | 'sheet'
  | 'slides'
  | 'mail'
  | 'chat'
  | 'web'
  | 'book'
  | 'event'
  | 'contact'
  | 'picture'
  | 'audio'
  | 'video'

const kinds: Readonly<Record<string, DocumentKind>> = {
  markdown: 'markdown',
  restructuredtext: 'markdown',
  org: 'markdown',
  html: 'web',
  history: 'web',
  code: 'code',
  xml: 'code',
  ipynb: 'code',
  pdf: 'pdf',
  docx: 'word',
  odt: 'word',
  doc: 'word',
  rtf: 'word',
  tex: 'word',
  xlsx: 'sheet',
  ods: 'sheet',
  xls: 'sheet',
  pptx: 'slides',
  odp: 'slides',
  ppt: 'slides',
  epub: 'book',
  mail: 'mail',
  eml: 'mail',
  emlx: 'mail',
  msg: 'mail',
  ics: 'event',
  vcf: 'contact',
  picture: 'picture',
  image: 'picture',
  audio: 'audio',
  video: 'video',
}

/** What a person sees in core's name of a kind; one that is not known is text. What was said to an assistant is told by its source. */
export function documentKind(kind: string, source = ''): DocumentKind {
  return source === 'chat' ? 'chat' : (kinds[kind] ?? 'text')
}
