/* What each piece means. */
import type { DocumentClause } from '../../catalogue/document-conditions.ts'
import { AppError } from '../../errors.ts'
import { say } from '../../sayings/say.ts'
import type { Saying } from '../../types.ts'
import { isOtherName, operatorMeant } from './operators-meant.ts'
import { isOperator, operatorHelp, operatorNames, understand } from './operators.ts'
import type { Piece } from './pieces.ts'
import type { Term } from './query.ts'

/** A piece with its meaning. */
export type Item = { readonly piece: Piece } & (
  | { readonly kind: 'word' }
  | { readonly kind: 'term'; readonly term: Term }
  | {
      readonly kind: 'documents'
      readonly name: string
      readonly clause: DocumentClause
      /** One for each of the clause's conditions. */
      readonly labels: readonly Saying[]
      readonly label: Saying
    }
  | { readonly kind: 'or' }
  /** Says nothing: an operator without a value. */
  | { readonly kind: 'nothing' }
)

/** One item, or several of which one is enough. */
export type Group = readonly [Item, ...Item[]]

/** What is known while a query is read. */
export interface Reading {
  readonly now: Date
  readonly notes: Saying[]
}

/** What one piece means; `notes` hears of what was read otherwise than it may seem. @throws AppError `bad-request` */
export function itemOf(piece: Piece, { now, notes }: Reading): Item {
  switch (piece.kind) {
    case 'or':
      return { piece, kind: 'or' }
    case 'phrase':
      return phraseItem(piece)
    case 'word':
      return wordItem(piece)
    case 'operator':
      return operatorItem(piece, { now, notes })
  }
}

function phraseItem(piece: Piece & { kind: 'phrase' }): Item {
  const { text, within } = piece
  if (!/[\p{L}\p{N}]/u.test(text)) return { piece, kind: 'nothing' }
  // One word is near nothing.
  const isNear = within !== null && /[\p{L}\p{N}]\S*\s+\S*[\p{L}\p{N}]/u.test(text)
  return { piece, kind: 'term', term: { kind: 'phrase', text, ...(isNear ? { within } : {}) } }
}

function wordItem(piece: Piece & { kind: 'word' }): Item {
  if (piece.isExcluded && /^\([^)]*$/.test(piece.text)) throw new AppError('bad-request', say('query.brackets'))
  const ending = /^\*\.([a-z0-9]{1,10})$/i.exec(piece.text)?.[1].toLowerCase()
  if (ending !== undefined) {
    const clause = { anyOf: [{ kind: 'type', kinds: [], endings: [ending] }], isExcluded: piece.isExcluded } as const
    const label = say('filter.type', { values: ending })
    return { piece, kind: 'documents', name: 'type', clause, labels: [label], label }
  }
  const prefix = /^([\p{L}\p{M}\p{N}_]{2,})\*$/u.exec(piece.text)?.[1]
  if (prefix !== undefined) return { piece, kind: 'term', term: { kind: 'prefix', text: prefix } }
  return piece.isExcluded ? { piece, kind: 'term', term: { kind: 'word', text: piece.text } } : { piece, kind: 'word' }
}

/** Words before a colon that are no operators of ours and no mistakes: addresses, and marks at the head of a line. */
const ordinaryNames = new Set(
  (
    'http https ftp ftps sftp ssh git svn file mailto tel sms urn data blob doi isbn issn magnet about chrome javascript ws wss s3 gs ' +
    'jdbc ldap localhost irc news arxiv orcid pmid re fw fwd aw wg todo fixme note error warning info debug ps nb'
  ).split(' '),
)

function operatorItem(piece: Piece & { kind: 'operator' }, { now, notes }: Reading): Item {
  const name = piece.name.toLowerCase()
  if (!isOperator(name)) {
    if (isOrdinary(name, piece)) return asWord(piece)
    throw unknownOperator(name)
  }
  if (/^[\s,]*$/.test(piece.value)) {
    notes.push(say('note.noValue', { name, help: operatorHelp[name] }))
    return { piece, kind: 'nothing' }
  }
  // std::vector-like names: to::string.
  if (!piece.isQuoted && piece.value.startsWith(':')) return asWord(piece)
  const { anyOf, labels, label } = understand(name, { text: piece.value.trim(), isQuoted: piece.isQuoted }, now)
  return { piece, kind: 'documents', name, clause: { anyOf, isExcluded: piece.isExcluded }, labels, label }
}

function asWord({ start, end, isExcluded, name, value }: Piece & { kind: 'operator' }): Item {
  return wordItem({ start, end, isExcluded, kind: 'word', text: `${name}:${value}` })
}

/** http://…, C:\…, std::vector, localhost:8080, a name at the end of a sentence, JSON and code. */
function isOrdinary(name: string, { value, isQuoted }: { value: string; isQuoted: boolean }): boolean {
  if (name.length < 2 || ordinaryNames.has(name)) return true
  // A word of another alphabet before a colon is seldom meant for an operator, unless it is the name of one.
  if (!/^[a-z-]+$/.test(name) && !isOtherName(name)) return true
  return !isQuoted && !/^[\p{L}\p{N}<>=]/u.test(value)
}

function unknownOperator(name: string): AppError {
  const suggestion = operatorMeant(name)
  const known = operatorNames.map((one) => `${one}:`).join(' ')
  if (suggestion === undefined) return new AppError('bad-request', say('query.unknown', { known, name }))
  const help = operatorHelp[suggestion]
  return new AppError('bad-request', say('query.unknownMeant', { known, name, meant: suggestion, help }))
}
