import { Command, Option } from 'commander'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { text as readAll } from 'node:stream/consumers'
import { apiKeyFor } from '../answering/api-key.ts'
import { ask, type AskRequest } from '../answering/ask.ts'
import { createChatModel, type ChatModel, type ChatServer } from '../answering/chat-model.ts'
import type { Turn } from '../answering/prompt.ts'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import type { Settings } from '../settings.ts'
import type { Answer, AnswerSource } from '../types.ts'
import {
  libraryFolder,
  questionAndLibrary,
  wholeNumber,
  withLibrary,
  withLibraryOption,
  type CommandParts,
  type LibraryChoice,
} from './command.ts'
import { painted } from './colour.ts'
import { placeText, printable } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

/** Who writes an answer. */
export interface ModelWords {
  readonly provider: 'extract' | ChatServer
  readonly model?: string
  readonly baseUrl?: string
  readonly timeout: number
}

interface AskWords extends LibraryChoice, ModelWords {
  readonly topK?: number
  readonly llm?: ChatServer
  readonly host?: string
  readonly apiBase?: string
  readonly interactive?: boolean
  readonly passages: number
  readonly tokens: number
  readonly showContext?: boolean
  readonly chat?: boolean
  readonly json?: boolean
}

/** `leantern ask`. */
export function askCommand({ terminal, finish, settings }: CommandParts): Command {
  return withModelOptions(
    withLibraryOption(new Command('ask'))
      .description('answer a question from your own files, with the passages that say so')
      .argument('[question]', 'the question; - reads it from standard input')
      .argument('[more]', 'with LEANN’s form, ask NAME "question": the question')
      .option('--passages <n>', 'most passages to hand over', wholeNumber(1, 30), settings['ask.passages'] ?? 8)
      .option('--tokens <n>', 'most tokens of them together', wholeNumber(100, 100_000), settings['ask.tokens'] ?? 3000)
      .option('--show-context', 'print the passages first')
      .option('--chat', 'go on asking, one question a line')
      .option('--json', 'print the answer as one JSON object')
      .addOption(new Option('--top-k <n>', 'as LEANN writes --passages').argParser(wholeNumber(1, 30)).hideHelp())
      .addOption(new Option('--interactive', 'as LEANN writes --chat').hideHelp())
      .addOption(new Option('--llm <name>', 'as LEANN writes --provider').choices(['ollama', 'openai']).hideHelp())
      .addOption(new Option('--host <url>', 'as LEANN writes --base-url').hideHelp())
      .addOption(new Option('--api-base <url>', 'as LEANN writes --base-url').hideHelp()),
    settings,
  ).action((first: string | undefined, second: string | undefined, given: AskWords) =>
    finish(() => {
      const words = inOurWords(given)
      if (first === undefined) return runAsk(undefined, words, terminal)
      const { question, choice } = questionAndLibrary(first, second, words)
      return runAsk(question, { ...words, ...choice }, terminal)
    }),
  )
}

/** LEANN's words for what ours say too. */
function inOurWords({ topK, llm, host, apiBase, interactive, ...words }: AskWords): AskWords {
  const baseUrl = words.baseUrl ?? apiBase ?? host
  return {
    ...words,
    passages: topK ?? words.passages,
    provider: llm ?? words.provider,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(interactive === true && { chat: true }),
  }
}

/** The command with the options that say who answers; `settings` has the defaults. */
export function withModelOptions(command: Command, settings: Settings): Command {
  return command
    .addOption(
      new Option(
        '--provider <name>',
        'who answers: extract (the best sentences, no model), ollama, or openai (any server that speaks like it)',
      )
        .choices(['extract', 'ollama', 'openai'])
        .default(settings['ask.provider'] ?? 'extract'),
    )
    .option('--model <name>', 'the language model, as its server calls it', settings['ask.model'])
    .option(
      '--base-url <url>',
      'where the server listens (default: Ollama on this machine, or api.openai.com)',
      settings['ask.baseUrl'],
    )
    .option('--timeout <seconds>', 'how long to wait for the first word', wholeNumber(1, 3600), 120)
    .addHelpText(
      'after',
      '\nThe key of a server is read from LEANTERN_API_KEY, else OPENAI_API_KEY (for OpenAI), else the keychain: leantern config key set ADDRESS\n',
    )
}

async function runAsk(question: string | undefined, words: AskWords, terminal: Terminal): Promise<number> {
  if (question === undefined && words.chat !== true) {
    throw new AppError('bad-request', 'Expected a question, got none. Try: leantern ask "when does the lease end?"')
  }
  const model = await modelFor(words)
  if (model?.isElsewhere === true) {
    terminal.err(`The question and passages of your files go to ${model.label}, not on this machine.\n`)
  }
  const interrupt = new AbortController()
  const stop = (): void => interrupt.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
      const talk = { library, model, words, terminal, signal: interrupt.signal }
      let code: number = exitCodes.nothingFound
      const turns: Turn[] = []
      for await (const asked of questionsOf(question, words.chat === true)) {
        const answer = await answerOne(talk, asked, turns)
        if (answer.text === '') continue
        code = exitCodes.done
        turns.push({ question: asked, answer: answer.text })
      }
      return code
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') return exitCodes.interrupted
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

/** @throws AppError `bad-request` for words that do not go together */
export async function modelFor({ provider, model, baseUrl, timeout }: ModelWords): Promise<ChatModel | null> {
  if (provider === 'extract') {
    if (model === undefined && baseUrl === undefined) return null
    throw new AppError('bad-request', 'Expected --provider ollama or openai with --model or --base-url.')
  }
  if (model === undefined) {
    throw new AppError('bad-request', `Expected --model with --provider ${provider}, like: --model llama3.2`)
  }
  const key = provider === 'openai' ? await apiKeyFor(baseUrl) : undefined
  const firstMs = timeout * 1000
  return createChatModel({ server: provider, model, baseUrl, key, firstMs })
}

async function* questionsOf(first: string | undefined, isChat: boolean): AsyncGenerator<string> {
  if (first === '-') return yield await readAll(process.stdin)
  if (first !== undefined) yield first
  if (!isChat) return
  for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') yield line
}

interface Talk {
  readonly library: Library
  readonly model: ChatModel | null
  readonly words: AskWords
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

async function answerOne(
  { library, model, words, terminal, signal }: Talk,
  question: string,
  turns: readonly Turn[],
): Promise<Answer> {
  const request: AskRequest = { question, turns, passages: words.passages, tokens: words.tokens }
  const isPlain = words.json !== true
  let answer: Answer | null = null
  for await (const event of ask({ library, model }, request, signal)) {
    if (event.kind === 'answer') ({ answer } = event)
    else if (!isPlain) continue
    else if (event.kind === 'text') terminal.out(printable(event.text))
    else if (words.showContext === true) terminal.out(printable(event.sources.map(contextText).join('')))
  }
  if (answer === null) throw new Error('An answer ended without its last event')
  if (isPlain) printRest(answer, terminal)
  else terminal.out(`${JSON.stringify(answer)}\n`)
  return answer
}

/** A text that was imported may have none. */
function titleOf({ title, path }: AnswerSource): string {
  return title || basename(path)
}

function contextText(source: AnswerSource): string {
  const { number, text } = source
  return `[${number}] ${titleOf(source)}\n    ${placeText(source)}\n${text.replaceAll(/^/gmu, '    ')}\n\n`
}

/** What comes after the text itself: where it is from, and what to doubt. */
function printRest({ question, text, sentences, sources, note, isComplete }: Answer, terminal: Terminal): void {
  if (note !== null) terminal.err(`${isComplete ? `${note} These are the best sentences instead.` : `\n${note}`}\n`)
  if (text === '') return terminal.err(`Nothing in the library answers “${question.trim()}”.\n`)
  terminal.out('\n\n')
  for (const source of sources.filter(({ isCited }) => isCited)) {
    const { number, heading } = source
    const below = heading === '' ? '' : `  (${printable(heading)})`
    terminal.out(`[${number}] ${painted(terminal, 'title', printable(titleOf(source)))}${below}\n`)
    terminal.out(`    ${painted(terminal, 'place', printable(placeText(source)))}\n`)
  }
  const doubtful = sentences.filter(({ support }) => support === 'weak' || support === 'unknown')
  for (const { text, sources } of doubtful) {
    const doubt = `Not said by ${sources.map((number) => `[${number}]`).join('')}:`
    terminal.out(`${painted(terminal, 'warning', doubt)} ${printable(text)}\n`)
  }
}
