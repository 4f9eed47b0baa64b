/* A question to an answer with checked citations: by a language model where one was chosen, else by the best sentences. */
import { AppError, sayingOf } from '../errors.ts'
import type { Library } from '../library.ts'
import { say } from '../sayings/say.ts'
import type { Answer, AnswerSource, Saying } from '../types.ts'
import type { ChatModel } from './chat-model.ts'
import { checkCitations } from './citations.ts'
import { extractAnswer } from './extract.ts'
import { gatherSources } from './gather.ts'
import { promptFor, type Turn } from './prompt.ts'
import { searchText } from './question.ts'

/** A question, what was said before it, and how much may be handed over for it. */
export interface AskRequest {
  readonly question: string
  /** What was said before, oldest first. */
  readonly turns?: readonly Turn[]
  /** Most passages handed over; default: 8. */
  readonly passages?: number
  /** Most tokens of them together; default: 3,000. */
  readonly tokens?: number
}

/** What `ask` tells on its way to an answer. */
export type AskEvent =
  /** What the answer will rest on; none is cited yet. */
  | { readonly kind: 'sources'; readonly sources: readonly AnswerSource[] }
  /** A piece of the answer as it comes. */
  | { readonly kind: 'text'; readonly text: string }
  /** The whole, checked; the last event. */
  | { readonly kind: 'answer'; readonly answer: Answer }

export interface AskParts {
  readonly library: Pick<Library, 'search' | 'text' | 'embed'>
  /** null: the best sentences. */
  readonly model: ChatModel | null
}

const defaults = { passages: 8, tokens: 3000 } as const

/** Turns of a conversation that a model is told. */
const mostTurns = 6

/**
 * A model that cannot be reached is replaced by the best sentences, and the answer's `note` says so; one that fails half way
 * gives what it said so far, with `isComplete: false`.
 * @throws AppError `bad-request`, `cancelled`
 */
export async function* ask(
  { library, model }: AskParts,
  request: AskRequest,
  signal?: AbortSignal,
): AsyncGenerator<AskEvent> {
  const started = performance.now()
  const { question, turns = [], passages = defaults.passages, tokens = defaults.tokens } = request
  const text = searchText(
    question,
    turns.map((turn) => turn.question),
  )
  const sources = await gatherSources(library, { question: text, passages, tokens }, signal)
  const search = performance.now() - started
  yield { kind: 'sources', sources: sources.map((source) => ({ ...source, isCited: false })) }
  const written = new Draft()
  if (model !== null && sources.length > 0) {
    const messages = promptFor({ question, sources, turns: turns.slice(-mostTurns) })
    yield* pieces(model, written, { messages, signal })
  }
  let short: string | null = null
  if (written.text === '') {
    const extract = await extractAnswer(text, sources, (texts) => library.embed(texts, signal))
    // Of any phrase that could answer, the best guess is right once in seven times (bench `answers`): the sentence says it better.
    short = extract.wanted === 'something' ? null : extract.short
    written.text = extract.sentences.map((sentence) => `${sentence.text} [${sentence.source}]`).join(' ')
    if (written.text !== '') yield { kind: 'text', text: written.text }
    written.provider = 'extract'
  }
  const sentences = await checkCitations(written.text, sources, (texts) => library.embed(texts, signal))
  const cited = new Set(sentences.flatMap((sentence) => sentence.sources))
  const answer: Answer = {
    question,
    text: written.text,
    sentences,
    sources: sources.map((source) => ({ ...source, isCited: cited.has(source.number) })),
    short,
    provider: written.provider,
    note: written.note?.text ?? null,
    noteSaid: written.note,
    isComplete: written.isComplete,
    ms: { search, answer: performance.now() - started - search },
  }
  yield { kind: 'answer', answer }
}

/** What has been written so far, and how it went. */
class Draft {
  text = ''
  provider = 'extract'
  note: Saying | null = null
  isComplete = true
}

async function* pieces(
  model: ChatModel,
  draft: Draft,
  { messages, signal }: { readonly messages: ReturnType<typeof promptFor>; readonly signal: AbortSignal | undefined },
): AsyncGenerator<AskEvent> {
  draft.provider = model.label
  try {
    for await (const text of model.stream(messages, signal)) {
      draft.text += text
      yield { kind: 'text', text }
    }
    if (draft.text.trim() === '') draft.note = say('answer.nothingSaid', { model: model.label })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'failed') throw error
    draft.note = sayingOf(error)
    draft.isComplete = draft.text.trim() === ''
  }
  if (draft.text.trim() === '') draft.text = ''
}
