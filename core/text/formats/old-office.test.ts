import { describe, expect, test } from 'vitest'
import { uint32s } from '../testing/compound-fixture.ts'
import {
  biff,
  biffString,
  cellAt,
  float64,
  makeDoc,
  makeMsg,
  makeOldDoc,
  makePpt,
  makeXls,
} from '../testing/old-office-fixture.ts'
import { extractDoc } from './doc.ts'
import { extractText } from '../extract.ts'
import { extractMsg } from './msg.ts'
import { extractPpt } from './ppt.ts'
import { extractXls } from './xls.ts'

describe('text of an old Word document', () => {
  test.each([true, false])('has paragraphs, headings, tables and footnotes (bytes: %s)', (isCompressed) => {
    const paragraphs = [
      { text: 'Grüße\r', style: 1 },
      { text: 'One \u0013 HYPERLINK "x" \u0014link\u0015 and\u000bmore\r' },
      { text: 'a\u0007', isInTable: true },
      { text: 'b\u0007', isInTable: true },
      { text: '\u0007', isInTable: true, isRowEnd: true },
      { text: 'c\u0007', isInTable: true },
      { text: 'd\u0007', isInTable: true },
      { text: '\u0007', isInTable: true, isRowEnd: true },
      { text: 'end\r' },
    ]
    const { text, headings, title } = extractDoc(makeDoc({ paragraphs, footnotes: '\u0002 A note.\r', isCompressed }))
    expect(text).toBe('Grüße\n\nOne link and\nmore\n\na | b\nc | d\n\nend\n\nA note.')
    expect(headings).toEqual([{ level: 1, text: 'Grüße', start: 0 }])
    expect(title).toBe('Grüße')
  })

  test('of before 1997 is read in the code page of its writer', () => {
    const russian = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0d, 0xe4, 0xe0])
    expect(extractDoc(makeOldDoc(russian, 1251)).text).toBe('Привет\n\nда')
  })

  test('is refused with a password, without text, and when damaged', () => {
    expect(() => extractDoc(makeDoc({ paragraphs: [{ text: 'x\r' }], isEncrypted: true }))).toThrow(/password/)
    expect(() => extractDoc(makeDoc({ paragraphs: [{ text: '\r' }] }))).toThrow(/no text/)
    expect(() => extractDoc(makeXls({ cells: [] }))).toThrow(/no text stream/)
  })
})

describe('text of an old workbook', () => {
  const format = biff(0x41e, Uint8Array.of(164, 0), biffString('dd/mm/yyyy'))
  const styles = [0, 14, 164, 9].map((id) => biff(0xe0, Uint8Array.of(0, 0, id, 0)))

  test('has sheets as headings, rows as lines, dates as dates', () => {
    const strings = biff(0xfc, uint32s([2, 2]), biffString('Größe'), biffString('шаг'))
    const cells = [
      biff(0xfd, cellAt(0, 0), uint32s([0])),
      biff(0xfd, cellAt(0, 1), uint32s([1])),
      biff(0x203, cellAt(1, 0, 2), float64(45351)),
      biff(0x27e, cellAt(1, 1, 3), uint32s([(25 << 2) | 3])),
      biff(0x204, cellAt(2, 0), biffString('label')),
      biff(0x06, cellAt(2, 1), Uint8Array.of(0, 0, 0, 0, 0, 0, 0xff, 0xff)),
      biff(0x207, biffString('calculated')),
      biff(0x205, cellAt(3, 0), Uint8Array.of(1, 0)),
    ]
    const { text, headings } = extractXls(makeXls({ globals: [format, ...styles, strings], cells, sheet: 'Übersicht' }))
    expect(text).toBe('Übersicht\n\nGröße | шаг\n2024-02-29 | 25%\nlabel | calculated\nTRUE')
    expect(headings).toEqual([{ level: 1, text: 'Übersicht', start: 0 }])
  })

  test('reads a string that goes on in the next record, there in narrow characters', () => {
    const whole = biffString('abcdef')
    const first = Buffer.from(whole.subarray(0, 3 + 6))
    const strings = Buffer.concat([
      biff(0xfc, uint32s([1, 2]), first),
      biff(0x3c, Uint8Array.of(0), Buffer.from('def'), biffString('next')),
    ])
    const cells = [biff(0xfd, cellAt(0, 0), uint32s([0])), biff(0xfd, cellAt(0, 1), uint32s([1]))]
    expect(extractXls(makeXls({ globals: [strings], cells })).text).toBe('Sheet\n\nabcdef | next')
  })

  test('is refused with a password and without words', () => {
    expect(() => extractXls(makeXls({ globals: [biff(0x2f, uint32s([0]))], cells: [] }))).toThrow(/password/)
    expect(() => extractXls(makeXls({ cells: [] }))).toThrow(/no text/)
  })
})

describe('text of an old presentation', () => {
  const slides = [
    { title: 'Tides', box: 'The moon\rpulls', notes: 'Say hello' },
    { title: 'Ebb', box: 'caf\xe9', notes: 'Bow' },
  ]

  test('has slides in order, titles as headings, boxes, and the notes', () => {
    const { text, headings, title } = extractPpt(makePpt(slides))
    expect(text).toBe('Tides\n\nThe moon\npulls\n\nSay hello\f\nEbb\n\ncafé\n\nBow')
    expect(headings.map((heading) => heading.text)).toEqual(['Tides', 'Ebb'])
    expect(title).toBe('Tides')
  })

  test('is refused with a password', () => {
    expect(() => extractPpt(makePpt(slides, { isEncrypted: true }))).toThrow(/password/)
  })
})

describe('text of an Outlook message', () => {
  test('has subject, people, body and the names of attachments', () => {
    const bytes = makeMsg({
      '0037': 'Größe',
      '0C1A': 'Ann',
      '5D01': 'ann@example.org',
      '0E04': 'Bob; Eve',
      '1000': 'Hello\r\n\r\n\r\n\r\nthere \r\n',
      '__attach_version1.0_#00000000/3707': 'map.png',
    })
    expect(extractMsg(bytes)).toMatchObject({
      text: 'Subject: Größe\nFrom: Ann <ann@example.org>\nTo: Bob, Eve\n\nHello\n\nthere\n\nAttachments: map.png',
      title: 'Größe',
      headings: [],
    })
  })

  test('has the addresses of its recipients, by kind', () => {
    const kind = (value: number): Uint8Array => Buffer.concat([new Uint8Array(8), uint32s([0x0c150003, 0, value, 0])])
    const texts = {
      '0E04': 'Bob',
      '__recip_version1.0_#00000000/3001': 'Bob',
      '__recip_version1.0_#00000000/39FE': 'bob@example.org',
      '__recip_version1.0_#00000001/3001': 'Eve',
      '__recip_version1.0_#00000001/3003': '/O=ACME/CN=EVE',
    }
    const streams = {
      '__recip_version1.0_#00000000/__properties_version1.0': kind(1),
      '__recip_version1.0_#00000001/__properties_version1.0': kind(2),
    }
    expect(extractMsg(makeMsg(texts, streams)).text).toBe('To: Bob <bob@example.org>\nCc: Eve')
  })

  test('takes the sender’s address from the headers where its own is a path in a directory', () => {
    const texts = {
      '0C1A': 'Ann Smith',
      '0C1F': '/O=ACME/CN=ANN',
      '007D': 'Received: from x\r\nFrom: Ann Smith\r\n\t<ann@example.org>\r\nTo: bob@example.org\r\n',
    }
    expect(extractMsg(makeMsg(texts)).text).toBe('From: Ann Smith <ann@example.org>')
  })

  test('has a message that is attached to it as a document of its own', async () => {
    const inside = '__attach_version1.0_#00000000/__substg1.0_3701000D/'
    const texts = {
      '0037': 'See below',
      '1000': 'Forwarded',
      '__attach_version1.0_#00000000/3001': 'The offer',
      [`${inside}0037`]: 'Größeres Angebot',
      [`${inside}0C1A`]: 'Ann Smith',
      [`${inside}0C1F`]: 'ann@example.org',
      [`${inside}1000`]: 'Ten crates, übermorgen',
    }
    const { text, attachments = [] } = extractMsg(
      makeMsg(texts, { [`${inside}__properties_version1.0`]: new Uint8Array(24) }),
    )
    expect(text).toBe('Subject: See below\n\nForwarded\n\nAttachments: Größeres Angebot.eml')
    expect(attachments).toMatchObject([{ part: '1 Größeres Angebot.eml', name: 'Größeres Angebot.eml' }])
    expect((await extractText(attachments[0].name, attachments[0].bytes)).text).toBe(
      'Subject: Größeres Angebot\nFrom: Ann Smith <ann@example.org>\n\nTen crates, übermorgen',
    )
  })

  test('reads dates, and text in the code page that the message names', () => {
    const date = new DataView(new ArrayBuffer(8))
    date.setBigUint64(0, BigInt(Date.UTC(2024, 1, 29, 14, 30) + 11_644_473_600_000) * 10_000n, true)
    const properties = Buffer.concat([
      new Uint8Array(32),
      uint32s([0x00390040, 0]),
      new Uint8Array(date.buffer),
      uint32s([0x3ffd0003, 0, 1251, 0]),
    ])
    const bytes = makeMsg(
      {},
      { '__properties_version1.0': properties, '__substg1.0_1000001E': Buffer.from([0xe4, 0xe0]) },
    )
    expect(extractMsg(bytes).text).toBe('Date: 2024-02-29T14:30:00.000Z\n\nда')
  })

  test('takes the page, else the compressed rich text, where there is no plain body', () => {
    const page = Buffer.from('<p>Hi <b>there</b></p>')
    expect(extractMsg(makeMsg({}, { '__substg1.0_10130102': page })).text).toBe('Hi there')
    // The specification's own example (MS-OXRTFCP 4.1.1).
    const rich = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
      'hex',
    )
    expect(extractMsg(makeMsg({}, { '__substg1.0_10090102': rich })).text).toBe('hello world')
  })
})
