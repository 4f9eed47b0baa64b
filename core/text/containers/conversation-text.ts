/* One conversation of an export of ChatGPT or Claude as a text: who said what, in order. */
import { z } from 'zod'
import type { ExtractedText, Heading } from '../extracted.ts'
import { foldedLine } from '../formats/text.ts'

interface Turn {
  readonly isPerson: boolean
  readonly text: string
}

interface Conversation {
  readonly assistant: 'ChatGPT' | 'Claude'
  readonly title: string
  /** Milliseconds, NaN where it is not known. */
  readonly dated: number
  readonly turns: readonly Turn[]
}

const headingCharacters = 100

/** null where there is nothing said in it, or it is no conversation. A person's words are the headings of what is answered to them. */
export function conversationText(json: unknown): ExtractedText | null {
  const { assistant, title, dated, turns } = chatGptConversation(json) ?? claudeConversation(json) ?? nothing
  if (turns.length === 0) return null
  const headings: Heading[] = []
  let text = ''
  for (const turn of turns) {
    if (turn.isPerson) headings.push({ level: 2, text: foldedLine(turn.text, headingCharacters), start: text.length })
    text += `${turn.isPerson ? 'You' : assistant}:\n${turn.text}\n\n`
  }
  const facts = { sender: assistant, ...(Number.isFinite(dated) && { dated }) }
  return { kind: 'text', text: text.trimEnd(), isOwnBytes: false, title: foldedLine(title), headings, facts }
}

const nothing: Conversation = { assistant: 'ChatGPT', title: '', dated: Number.NaN, turns: [] }

const chatGptMessage = z.object({
  author: z.object({ role: z.string() }),
  content: z.object({
    content_type: z.string(),
    parts: z.array(z.unknown()).nullish(),
    text: z.string().nullish(),
  }),
  metadata: z.object({ is_visually_hidden_from_conversation: z.boolean().nullish() }).nullish(),
})

const chatGptNode = z.object({ message: z.unknown(), parent: z.string().nullish() })

const chatGpt = z.object({
  title: z.string().nullish(),
  create_time: z.number().nullish(),
  update_time: z.number().nullish(),
  current_node: z.string().nullish(),
  mapping: z.record(z.string(), z.unknown()),
})

function chatGptConversation(json: unknown): Conversation | null {
  const parsed = chatGpt.safeParse(json)
  if (!parsed.success) return null
  const { title, create_time: created, update_time: updated } = parsed.data
  const turns = lastThread(parsed.data).flatMap(chatGptTurn)
  return { assistant: 'ChatGPT', title: title ?? '', dated: (created ?? updated ?? Number.NaN) * 1000, turns }
}

/** Messages from the first to the one that was shown last: edited questions have other branches, which are left out. */
function lastThread({ mapping, current_node: current }: z.infer<typeof chatGpt>): unknown[] {
  const messages: unknown[] = []
  const seen = new Set<string>()
  let id: string | null | undefined = current ?? Object.keys(mapping).at(-1)
  while (id !== undefined && id !== null && !seen.has(id)) {
    seen.add(id)
    const node: z.infer<typeof chatGptNode> | undefined = chatGptNode.safeParse(mapping[id]).data
    if (node === undefined) break
    messages.push(node.message)
    id = node.parent
  }
  return messages.toReversed()
}

/** What a person and the assistant said; what tools did and the instructions of the system are no part of it. */
function chatGptTurn(json: unknown): Turn[] {
  const parsed = chatGptMessage.safeParse(json)
  if (!parsed.success || parsed.data.metadata?.is_visually_hidden_from_conversation === true) return []
  const { author, content } = parsed.data
  if (author.role !== 'user' && author.role !== 'assistant') return []
  if (!['text', 'multimodal_text', 'code'].includes(content.content_type)) return []
  const said = [...(content.parts ?? []), content.text].filter((part) => typeof part === 'string')
  return turnOf(author.role === 'user', said)
}

const claude = z.object({
  name: z.string().nullish(),
  created_at: z.string().nullish(),
  chat_messages: z.array(z.unknown()),
})

const claudeMessage = z.object({
  sender: z.string(),
  text: z.string().nullish(),
  content: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
})

const claudeBlock = z.object({ type: z.literal('text'), text: z.string() })
const claudeAttachment = z.object({ file_name: z.string().nullish(), extracted_content: z.string() })

function claudeConversation(json: unknown): Conversation | null {
  const parsed = claude.safeParse(json)
  if (!parsed.success) return null
  const { name, created_at: created, chat_messages: messages } = parsed.data
  return {
    assistant: 'Claude',
    title: name ?? '',
    dated: Date.parse(created ?? ''),
    turns: messages.flatMap(claudeTurn),
  }
}

function claudeTurn(json: unknown): Turn[] {
  const { data } = claudeMessage.safeParse(json)
  if (data === undefined) return []
  const blocks = (data.content ?? []).flatMap((block) => claudeBlock.safeParse(block).data?.text ?? [])
  const attached = (data.attachments ?? []).flatMap((one) => {
    const found = claudeAttachment.safeParse(one).data
    return found === undefined ? [] : [`${found.file_name ?? ''}\n${found.extracted_content}`]
  })
  return turnOf(data.sender === 'human', [...(blocks.length > 0 ? blocks : [data.text ?? '']), ...attached])
}

function turnOf(isPerson: boolean, said: readonly string[]): Turn[] {
  const text = said
    .map((one) =>
      one
        .toWellFormed()
        .replaceAll('\r\n', '\n')
        .replaceAll('\0', '')
        .replaceAll(/[ \t]+$/gmu, '')
        .trim(),
    )
    .filter((one) => one !== '')
    .join('\n\n')
  return text === '' ? [] : [{ isPerson, text }]
}
