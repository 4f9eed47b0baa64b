import { ask } from '../core/answering/ask.ts'
import { apiKeyFor } from '../core/answering/api-key.ts'
import { createChatModel, type ChatModel } from '../core/answering/chat-model.ts'
import { AppError } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import type { Answer } from '../core/types.ts'
import type { AppSettings } from './contract.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** A question, and who answers it. */
export interface AnswerQuestion {
  readonly question: string
  readonly provider: AppSettings['answerProvider']
  readonly model: string
  readonly url: string
}

/** The answers under way, one of each window. */
export class AnswerRuns {
  readonly #running = new Map<string, AbortController>()
  readonly #tell: (client: string, piece: { readonly question: string; readonly text: string }) => void

  /** `tell` hears each piece of an answer as it is written. */
  constructor(tell: (client: string, piece: { readonly question: string; readonly text: string }) => void) {
    this.#tell = tell
  }

  /** Ends the window's answer before. @throws AppError `bad-request`, `cancelled` */
  async answer(library: Library, asked: AnswerQuestion, client: string): Promise<Answer> {
    this.stop(client)
    const mine = new AbortController()
    this.#running.set(client, mine)
    const { question } = asked
    try {
      for await (const event of ask({ library, model: await modelOf(asked) }, { question }, mine.signal)) {
        if (event.kind === 'answer') return event.answer
        if (event.kind === 'text' && !mine.signal.aborted) this.#tell(client, { question, text: event.text })
      }
      throw new Error('An answer ended without its last event')
    } catch (error) {
      if (mine.signal.aborted) throw new AppError('cancelled', sayOfApp('app.answerStopped'), { cause: error })
      throw error
    } finally {
      if (this.#running.get(client) === mine) this.#running.delete(client)
    }
  }

  /** Ends the window's answer, or everybody's. */
  stop(client?: string): void {
    for (const [of, controller] of this.#running) if (client === undefined || of === client) controller.abort()
  }
}

async function modelOf({ provider, model, url }: AnswerQuestion): Promise<ChatModel | null> {
  if (provider === 'extract') return null
  if (model === '') {
    throw new AppError('bad-request', sayOfApp('app.noModel'))
  }
  const baseUrl = url === '' ? undefined : url
  const key = provider === 'openai' ? await apiKeyFor(baseUrl) : undefined
  return createChatModel({ server: provider, model, baseUrl, key })
}
