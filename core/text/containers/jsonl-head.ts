/** Where a line of JSON Lines has its text, in the order of their trial. */
export const textKeys = ['text', 'content', 'contents', 'body', 'passage'] as const

const hasText = new RegExp(`[{,]\\s*"(?:${textKeys.join('|')})"\\s*:\\s*"`, 'u')

/** Whether a file's first bytes are JSON Lines of texts; the first line may go on beyond them. */
export function isJsonlHead(head: Uint8Array): boolean {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
    .trimStart()
  const [first] = text.split('\n', 1)
  return first.startsWith('{') && hasText.test(first)
}
