/* Messages and archives of them, for tests. */

export interface TestMail {
  readonly subject: string
  readonly body: string
  readonly from?: string
  readonly to?: string
  /** As in a header; default: Mon, 3 Jun 2024 10:00:00 +0000. */
  readonly date?: string
  /** The part between '<' and '>'. */
  readonly id?: string
  readonly references?: readonly string[]
  /** Name → text or bytes of what is attached. */
  readonly attached?: Readonly<Record<string, string | Uint8Array>>
}

/** A message with '\n' line ends. */
export function mailOf(mail: TestMail): string {
  const { subject, from = 'Anna Smith <anna@example.org>', to = 'bob@example.org', attached = {} } = mail
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${mail.date ?? 'Mon, 3 Jun 2024 10:00:00 +0000'}`,
    ...(mail.id === undefined ? [] : [`Message-ID: <${mail.id}>`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references.map((id) => `<${id}>`).join(' ')}`]),
    'MIME-Version: 1.0',
  ]
  const files = Object.entries(attached)
  if (files.length === 0) return [...head, 'Content-Type: text/plain; charset=utf-8', '', mail.body, ''].join('\n')
  const parts = files.flatMap(([name, content]) => [
    '--parts',
    `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
  ])
  const body = ['--parts', 'Content-Type: text/plain; charset=utf-8', '', mail.body]
  return [...head, 'Content-Type: multipart/mixed; boundary=parts', '', ...body, ...parts, '--parts--', ''].join('\n')
}

/** An mbox; lines of a body that begin with 'From ' are quoted. */
export function mboxOf(mails: readonly TestMail[]): string {
  return mails.map((mail) => `${separator}\n${mailOf(mail).replace(/^(>*From )/gm, '>$1')}\n`).join('')
}

const separator = 'From anna@example.org  Mon Jun  3 10:00:00 2024'
