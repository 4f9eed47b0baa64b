import { describe, expect, test } from 'vitest'
import { splitMailBody } from './mail-body.ts'
import { mailPageText } from './mail-page.ts'
import { mailText, threadOf } from './mail-text.ts'

const long = Array.from({ length: 8 }, (_, i) => `> line ${i} of what somebody wrote before`).join('\n')

describe('the body of a mail', () => {
  test('keeps its own words and short quotations in their place, long ones go to the end with who wrote them', () => {
    const body = `Hello Bob,\n\n> Shall we meet?\n\nYes.\n\nOn 3 May 2024, Bob Miller <bob@example.org>\nwrote:\n\n${long}\n\nSee you`
    expect(splitMailBody(body)).toEqual({
      own: 'Hello Bob,\n\n> Shall we meet?\n\nYes.\n\nSee you',
      rest: `On 3 May 2024, Bob Miller <bob@example.org>\nwrote:\n\n${long}`,
    })
  })

  test.each([
    ['a signature', '-- \nAnna Smith\nTel. 123'],
    [
      'a mailing list',
      '______________________________________________\nR-devel at r-project.org mailing list\nhttps://lists.example.org',
    ],
    ['an older message below, as Outlook writes it', 'From: Bob\nSent: Monday\nTo: Anna\nSubject: Tea\n\nOld words'],
    ['a marked original', '-----Original Message-----\nFrom: Bob\n\nOld words'],
    ['a German one', 'Von: Bob\nGesendet: Montag\nAn: Anna\nBetreff: Tee\n\nAlte Worte'],
  ])('ends at %s', (_, tail) => {
    expect(splitMailBody(`New words.\n\n${tail}`)).toEqual({ own: 'New words.', rest: tail })
  })

  test('of quotations alone is quotations alone', () => {
    expect(splitMailBody(long)).toEqual({ own: '', rest: long })
  })

  test('is told apart from what it quotes in pages as well', () => {
    expect(
      mailPageText(
        '<p>Yes.</p><div class="gmail_quote"><p>On Monday Bob wrote:</p><blockquote>Tea?</blockquote></div>',
      ),
    ).toMatch(/^Yes\.\n\n> On Monday Bob wrote:\n> ?\n> Tea\?$/)
    expect(mailPageText('<p>No <b>quote</b></p>')).toBe('No quote')
  })
})

describe('the text of a mail', () => {
  const mail = {
    subject: 'Re: Tea',
    from: 'Anna <a@example.org>',
    to: ['Bob'],
    cc: [],
    date: '2024-06-03T10:00:00.000Z',
    attached: [],
  }

  test('has what is quoted under a heading of its own', () => {
    const { text, headings, title } = mailText({ ...mail, body: `Yes.\n\n${long}` })
    expect(headings).toEqual([{ level: 1, text: 'Quoted', start: text.indexOf('> line 0') }])
    expect([title, text.indexOf('Yes.') < text.indexOf('> line 0')]).toEqual(['Re: Tea', true])
  })

  test('has no armour', () => {
    const body =
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nWords\n\n-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQIcBAEBAgAG\n-----END PGP SIGNATURE-----'
    expect(
      mailText({ ...mail, body })
        .text.split('\n\n')
        .slice(1),
    ).toEqual(['Words'])
  })

  test('says when, from whom, to whom and in which thread; a date before clocks is none', () => {
    const facts = mailText({
      ...mail,
      cc: ['Eve'],
      body: '',
      references: '<first@x> <second@x>',
      messageId: '<third@x>',
    }).facts
    expect(facts).toEqual({
      dated: Date.UTC(2024, 5, 3, 10),
      sender: 'Anna <a@example.org>',
      recipients: ['Bob', 'Eve'],
      thread: threadOf({ messageId: '<first@x>' }),
    })
    expect(mailText({ ...mail, date: '1970-01-01T00:00:00Z', body: '' }).facts?.dated).toBeUndefined()
    expect(threadOf({ inReplyTo: 'Your mail of Monday <first@x>' })).toMatch(/^[0-9a-f]{12}$/)
    expect(threadOf({})).toBe('')
  })
})

test.each(['> ', ''])('a mail with 200,000 lines below its words is split as any other: %j', (mark) => {
  const line = `${mark}09:31 the pump was started again`
  const log = Array.from({ length: 200_000 }, () => line).join('\n')
  const { own, rest } = splitMailBody(`The pump stops at night.\n${mark === '' ? '-- \n' : ''}${log}`)
  expect(own.trim()).toBe('The pump stops at night.')
  expect(rest.split('\n').filter((one) => one === line)).toHaveLength(200_000)
})
