/** A mail as the quality bench needs it. */
export interface Mail {
  readonly id: string
  /** '' for a mail that starts a thread. */
  readonly inReplyTo: string
  /** As in 'Anna Berg'; '' where the mail has an address only. */
  readonly sender: string
  /** Without "Re:" and list names. */
  readonly subject: string
  /** Without what it quotes and its signature. */
  readonly text: string
}

/** The mails of an mbox file of plain mails, as list archives write them; decodes nothing. */
export function mailsOf(mbox: string): Mail[] {
  return mbox
    .split(/^From .*\d{4}\r?$/m)
    .slice(1)
    .flatMap((mail) => {
      const [head, ...body] = mail.trimStart().split(/\r?\n\r?\n/)
      const id = field(head, 'Message-ID')
      const text = ownWords(body.join('\n\n'))
      if (id === '' || text.length < 100) return []
      const subject = field(head, 'Subject').replaceAll(/\[[^\]]*\]|\b(?:re|fwd?|aw):/gi, '')
      const sender = /^From:.*\(([^)]+)\)/im.exec(head)?.[1] ?? ''
      return [{ id, inReplyTo: field(head, 'In-Reply-To'), sender, subject: subject.trim(), text }]
    })
}

function field(head: string, name: string): string {
  const value = new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? ''
  return name === 'Subject' ? value.replaceAll(/\s+/g, ' ').trim() : (/<[^>]+>/.exec(value)?.[0] ?? '')
}

function ownWords(body: string): string {
  return body
    .replace(/^-- ?$[\s\S]*/m, '')
    .split('\n')
    .filter((line) => !/^\s*[>|]|wrote:\s*$/.test(line))
    .join('\n')
    .trim()
}
