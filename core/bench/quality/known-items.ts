/*
 * Sets of documents that a person knows and looks for by what they remember of them.
 *
 *   own-names     the words of a file's name → the file
 *   own-senders   a sender's name and three words of the subject → the mails of that sender with that subject
 */
import { basename, dirname, extname } from 'node:path'
import type { Mail } from './mbox.ts'
import type { JudgedDocument, JudgedSet } from './sets.ts'

export interface NamedPage extends JudgedDocument {
  /** Path of the file. */
  readonly id: string
}

/** Names of one word, and names that many files have, are no questions. */
export function nameSet(pages: readonly NamedPage[], isAsked: (page: NamedPage) => boolean): JudgedSet {
  const queryOf = (path: string): string => wordsOf(basename(path, extname(path))).join(' ')
  const known = Map.groupBy(pages, ({ id }) => queryOf(id))
  const documents = pages.map((page) => ({ ...page, names: `${basename(page.id)} ${basename(dirname(page.id))}` }))
  const asked = [...known].filter(([query, same]) => same.length === 1 && query.includes(' ') && isAsked(same[0]))
  return {
    name: 'own-names',
    language: 'en',
    documents,
    queries: asked.map(([text, [{ id }]]) => ({ text, grades: new Map([[id, 1]]) })),
  }
}

function wordsOf(name: string): string[] {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? []
}

export function senderSet(mails: readonly Mail[], isAsked: (mail: Mail) => boolean): JudgedSet {
  const documents = mails.map(({ id, subject, text, sender }) => ({
    id,
    title: subject,
    text: text.slice(0, 2000),
    names: sender,
  }))
  const known = Map.groupBy(mails, ({ sender, subject }) => `${sender} ${firstWords(subject)}`)
  const asked = [...known].filter(
    ([, same]) => same.length < 4 && same[0].sender !== '' && firstWords(same[0].subject) !== '' && isAsked(same[0]),
  )
  return {
    name: 'own-senders',
    language: 'en',
    documents,
    queries: asked.map(([text, same]) => ({ text, grades: new Map(same.map(({ id }) => [id, 1])) })),
  }
}

/** Three telling words. */
function firstWords(subject: string): string {
  return wordsOf(subject)
    .filter((word) => word.length > 3)
    .slice(0, 3)
    .join(' ')
}
