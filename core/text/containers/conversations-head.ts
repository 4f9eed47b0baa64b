/** Whether a file's first bytes are those of an export of conversations, as ChatGPT and Claude write it. */
export function isConversationsHead(head: Uint8Array): boolean {
  return assistantOf(Buffer.from(head).toString('utf8')) !== null
}

/** Whose conversations a text holds; null for any other text. The first conversation may go on beyond it. */
export function assistantOf(head: string): 'ChatGPT' | 'Claude' | null {
  const start = head.replace(/^\uFEFF/u, '').slice(0, 4096)
  if (!/^\s*\[\s*\{\s*"/u.test(start)) return null
  if (/"mapping"\s*:\s*\{/u.test(start) && /"create_time"\s*:/u.test(start)) return 'ChatGPT'
  const isNamed = /^\s*\[\s*\{\s*"uuid"\s*:\s*"[^"]{1,64}"\s*,\s*"name"\s*:/u.test(start)
  // Between the two a summary may fill more than these bytes.
  return isNamed && /"(?:chat_messages|summary)"\s*:/u.test(start) ? 'Claude' : null
}
