import { expect, test } from 'vitest'
import { extractEml } from './eml.ts'

function mail(...lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

test('a mail begins with its decoded headers and ends with the names of its attachments', async () => {
  const bytes = mail(
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
    'From: =?iso-8859-1?Q?J=FCrgen?= <j@example.org>',
    'To: a@example.org, "B, C" <b@example.org>',
    'Date: Sat, 04 May 2024 10:00:00 +0200',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=xx',
    '',
    '--xx',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Sch=F6ne Gr=FC=DFe  ',
    '',
    '',
    'J.',
    '--xx',
    'Content-Type: application/pdf; name="plan.pdf"',
    'Content-Disposition: attachment; filename="plan.pdf"',
    '',
    'xxxx',
    '--xx--',
  )
  expect(await extractEml(bytes)).toMatchObject({
    text: 'Subject: Grüße\nFrom: Jürgen <j@example.org>\nTo: a@example.org, B, C <b@example.org>\nDate: 2024-05-04T08:00:00.000Z\n\nSchöne Grüße\n\nJ.\n\nAttachments: plan.pdf',
    title: 'Grüße',
    headings: [],
  })
})

test('a mail that is only a page gives the text of the page', async () => {
  const { text } = await extractEml(
    mail('Subject: Hi', 'Content-Type: text/html', '', '<style>a</style><p>One</p><p>Two &amp; three</p>'),
  )
  expect(text).toBe('Subject: Hi\n\nOne\n\nTwo & three')
})

test('what is no mail at all is still read', async () => {
  expect((await extractEml(mail('just some words'))).title).toBe('')
})

test('a mail nested too deep is refused with the reason', async () => {
  const depth = 300
  const lines = Array.from({ length: depth }, (_, i) => [
    `Content-Type: multipart/mixed; boundary=b${i}`,
    '',
    `--b${i}`,
  ]).flat()
  await expect(extractEml(mail(...lines, '', 'x'))).rejects.toMatchObject({ code: 'damaged' })
})
