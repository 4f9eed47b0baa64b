/*
 * Texts on their way from a thread that reads to the one that indexes. A lexicon grows with every document and is never sent as a
 * whole: with each text go the terms that came to its lexicon since the text before.
 *
 *   thread   en: tea leaf | water     en: … | cup              en (begun anew): kettle
 *   sent     from 0: tea leaf water   from 3: cup              from 0: kettle
 */
import type { DocumentTerms, Lexicon } from '../keywords/document-terms.ts'
import { chunkTerms } from './chunk-terms.ts'
import { inOnePiece } from './one-piece.ts'
import type { Prepared, PreparedDocument, PreparedPart, PreparedText } from './prepared.ts'

/** The terms of a lexicon from number `from` on, joined by line ends: no term holds one. From 0 on: of another than before. */
interface LexiconPart {
  readonly language: string
  readonly from: number
  readonly terms: string
}

type SentTerms = Omit<DocumentTerms, 'lexicon'> & { readonly lexicon: LexiconPart }
/** A text as it is sent; its terms are null where they are left to the other side. */
export type SentText<Text extends PreparedText = PreparedText> = Omit<Text, 'terms'> & {
  readonly terms: SentTerms | null
}
type TextPart = Extract<PreparedPart, PreparedText>

/** A part as it is sent. */
export type SentPart = Exclude<PreparedPart, PreparedText> | SentText<TextPart>

/** What became of a file, as it is sent. */
export type SentPrepared =
  | Exclude<Prepared, PreparedText>
  | (Omit<SentText<PreparedDocument>, 'parts'> & { readonly parts: readonly SentPart[] })

/** Texts whose terms may be left to the other side, in bytes: it has searches to answer, and these take it a millisecond. */
const mostLeftBytes = 64 * 1024

/** What one thread sends: everything goes through the same one, in order. It counts the terms, unless the other side has nothing to do. */
export class TermsSender {
  readonly #isWaitedFor: () => boolean
  /** By language: what the other side has. */
  readonly #sent = new Map<string, { readonly lexicon: Lexicon; readonly terms: number }>()

  constructor(isWaitedFor: () => boolean = () => false) {
    this.#isWaitedFor = isWaitedFor
  }

  prepared(prepared: Prepared): SentPrepared {
    if (prepared.kind !== 'prepared') return prepared
    return { ...prepared, ...this.#lists(prepared), parts: this.parts(prepared.parts) }
  }

  parts(parts: readonly PreparedPart[]): SentPart[] {
    return parts.map((part) => (part.kind === 'prepared' ? { ...part, ...this.#lists(part) } : part))
  }

  /** All but the text itself, in one piece of memory. */
  #lists(text: PreparedText): Pick<SentText, 'outline' | 'starts' | 'ends' | 'ownEnds' | 'checks' | 'terms'> {
    const { outline, starts, ends, ownEnds, checks } = text
    const own = { starts, ends, ownEnds, checks, outline }
    const terms = this.#terms(text)
    if (terms === null) return { ...inOnePiece(own), terms }
    const { lexicon, ...counted } = terms
    const { vocabulary, firsts, ids, counts, lengths, ...lists } = inOnePiece({ ...own, ...counted })
    return { ...lists, terms: { lexicon, vocabulary, firsts, ids, counts, lengths } }
  }

  #terms(text: PreparedText): SentTerms | null {
    if (text.terms === null && text.utf8.length <= mostLeftBytes && this.#isWaitedFor()) return null
    return this.#sentTerms(text.terms ?? chunkTerms(text))
  }

  #sentTerms(terms: DocumentTerms): SentTerms {
    const { lexicon } = terms
    const sent = this.#sent.get(lexicon.language)
    const from = sent?.lexicon === lexicon ? sent.terms : 0
    this.#sent.set(lexicon.language, { lexicon, terms: lexicon.terms.length })
    const added = from === lexicon.terms.length ? '' : lexicon.terms.slice(from).join('\n')
    return { ...terms, lexicon: { language: lexicon.language, from, terms: added } }
  }
}

/** The other side of a `TermsSender`. */
export class TermsReceiver {
  readonly #lexicons = new Map<string, { readonly language: string; readonly terms: string[] }>()

  prepared(sent: SentPrepared): Prepared {
    if (sent.kind !== 'prepared') return sent
    const terms = this.#terms(sent.terms)
    return { ...sent, terms, parts: this.parts(sent.parts) }
  }

  parts(sent: readonly SentPart[]): PreparedPart[] {
    return sent.map((part) => (part.kind === 'prepared' ? { ...part, terms: this.#terms(part.terms) } : part))
  }

  #terms(sent: SentTerms | null): DocumentTerms | null {
    if (sent === null) return null
    const { language, from, terms } = sent.lexicon
    let lexicon = from === 0 ? undefined : this.#lexicons.get(language)
    if (lexicon === undefined) this.#lexicons.set(language, (lexicon = { language, terms: [] }))
    if (lexicon.terms.length !== from)
      throw new Error(`Expected terms of '${language}' from ${lexicon.terms.length} on, got those from ${from} on`)
    if (terms !== '') for (const term of terms.split('\n')) lexicon.terms.push(term)
    return { ...sent, lexicon }
  }
}
