import { fold } from '../../keywords/fold.ts'

/** Kinds of documents (see text/document-kind.ts) that people have one word for. */
const groups: Readonly<Record<string, string>> = {
  mail: 'mail eml msg',
  email: 'mail eml msg',
  message: 'mail eml msg',
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

/** The same in German and Arabic, one and several. */
const otherWords: Readonly<Record<string, string>> = {
  mail: 'nachricht nachrichten رسالة رسائل بريد',
  document: 'dokument dokumente مستند مستندات',
  presentation: 'präsentation präsentationen folie folien عرض عروض',
  spreadsheet: 'tabelle tabellen جدول جداول',
  book: 'buch bücher كتاب كتب',
  page: 'seite seiten صفحة صفحات',
  note: 'notiz notizen ملاحظة ملاحظات',
  picture: 'bild bilder fotos صورة صور',
  music: 'musik موسيقى',
  film: 'filme فيلم أفلام',
  calendar: 'kalender termin termine تقويم',
  contact: 'kontakt kontakte جهة جهات',
}
const meant = new Map(
  Object.entries(otherWords).flatMap(([english, all]) => all.split(' ').map((word) => [fold(word), english] as const)),
)

/** Words for kinds of documents. */
export const typeNames: readonly string[] = Object.keys(groups)

const chats = new Set('chat chats conversation conversations gespräch gespräche محادثة محادثات'.split(' ').map(fold))

/** Whether a word after `type:` means what was said to an assistant. */
export function isChat(value: string): boolean {
  return chats.has(fold(value))
}

/** What `type:` means: kinds of documents and endings of file names, lower case. */
export function typeOf(value: string): { readonly kinds: readonly string[]; readonly endings: readonly string[] } {
  const typed = value.toLowerCase().replace(/^\*?\./, '')
  const word = meant.get(fold(typed)) ?? typed
  const singular = word.length > 3 ? word.replace(/s$/, '') : word
  const group = groups[word] ?? groups[singular]
  const named = group?.split(' ') ?? [word]
  // Some kinds are called as people call them: mail, page, chat.
  const kinds = [...new Set([...named, singular])]
  return { kinds, endings: group === undefined || word === 'md' || word === 'rst' ? [word] : named }
}
