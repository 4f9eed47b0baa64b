/** Whether a file's first bytes are those of an export of conversations, as ChatGPT and Claude write it. */
export function isConversationsHead(head: Uint8Array): boolean {
  const start = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
  if (!/^\s*\[\s*\{\s*"/u.test(start)) return false
  if (/"mapping"\s*:\s*\{/u.test(start) && /"create_time"\s*:/u.test(start)) return true
  const isNamed = /^\s*\[\s*\{\s*"uuid"\s*:\s*"[^"]{1,64}"\s*,\s*"name"\s*:/u.test(start)
  // Claude's; between the name and the messages a summary may fill more than these bytes.
  return isNamed && /"(?:chat_messages|summary)"\s*:/u.test(start)
}
