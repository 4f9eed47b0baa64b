import { describe, expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { parseQuery } from './parse-query.ts'
import type { QueryChip } from '../../types.ts'
import type { Query } from './query.ts'

const now = new Date(2026, 10, 20, 15, 30)

/** With labels and notes as texts. */
type ReadQuery = Omit<Query, 'chips' | 'notes'> & {
  readonly chips: readonly Omit<QueryChip, 'said'>[]
  readonly notes: readonly string[]
}

function parse(typed: string): ReadQuery {
  const { chips, notes, ...query } = parseQuery(typed, now)
  return {
    ...query,
    chips: chips.map(({ kind, start, end, label }) => ({ kind, start, end, label })),
    notes: notes.map(({ text }) => text),
  }
}
const at = (year: number, month: number, day = 1): number => new Date(year, month - 1, day).getTime()

function refusal(typed: string): string {
  const error = outcome(typed)
  if (error instanceof AppError) return error.message
  throw new Error(`${typed} was not refused`)
}

/** A query, or what was thrown. */
function outcome(typed: string): unknown {
  try {
    return parse(typed)
  } catch (error) {
    return error
  }
}

describe('a plain question', () => {
  test.each([
    'how do neurons fire?',
    'meet at 12:30 or 7:05pm',
    'see https://example.org/a?b=c:d and http://x.y',
    'open C:\\Users\\anna\\notes.txt',
    'std::vector<int> push_back',
    'to::string in::folder',
    'mailto:anna@example.org',
    'localhost:8080',
    'Re:invent the wheel',
    'TODO:fix this',
    ':smile: :-) foo:)',
    'a 5" disk',
    'run --verbose - now',
    '(foo|bar)[a-z]+\\d{3}$ ^x?',
    'שלום עולם',
    'مرحبا 🎉🎉 wörld',
    '東京 の 天気',
    'a*b ** x*',
    '{"key":"value"}',
    'the note: buy milk',
    'OR',
    'TO BE OR NOT TO BE',
  ])('stays as typed: %s', (typed) => {
    const { text, required, excluded, documents, chips, isByMeaning } = parse(typed)
    expect({ text, required, excluded, documents, chips, isByMeaning }).toEqual({
      text: typed,
      required: [],
      excluded: [],
      documents: [],
      chips: [],
      isByMeaning: true,
    })
  })

  test('in brackets they stand without them', () => {
    expect(parse('(whale OR squid) pods').chips[0].label).toBe('whale or squid')
    expect(parse('(wha*) f(x)').required).toEqual([[{ kind: 'prefix', text: 'wha' }]])
  })

  test('are missed where there is none', () => {
    const line = 'There is no word in this query to look for.'
    for (const typed of ['*', '.*', '!?']) expect(parse(typed).notes).toEqual([line])
    for (const typed of ['a', 'type:pdf', '"a"', 'type:']) expect(parse(typed).notes).not.toContain(line)
  })

  test('loses control characters and marks of direction', () => {
    expect(parse('\u0000tax\u0000return\u0007 ').text).toBe('tax return')
    expect(parse('\u200ftype:pdf שלום').documents).toHaveLength(1)
  })

  test('of nothing but signs has pieces to look for only where they are symbols', () => {
    expect(parse('... ,;').text).toBe('')
    expect(parse('🎉').text).toBe('🎉')
  })
})

describe('words that stand for more', () => {
  test('in quotes are a phrase, and meaning is off', () => {
    const { text, required, isByMeaning, notes, chips } = parse('report "annual budget" draft')
    expect(text).toBe('report annual budget draft')
    expect(required).toEqual([[{ kind: 'phrase', text: 'annual budget' }]])
    expect(isByMeaning).toBe(false)
    expect(notes).toEqual([expect.stringContaining('meaning is off')])
    expect(chips).toEqual([{ kind: 'phrase', start: 7, end: 22, label: 'exactly “annual budget”' }])
  })

  test('in typographic quotes are one too', () => {
    for (const typed of ['“annual budget”', '„annual budget“', '«annual budget»']) {
      expect(parse(typed).required).toEqual([[{ kind: 'phrase', text: 'annual budget' }]])
    }
  })

  test('in quotes with a tilde stand near each other', () => {
    expect(parse('"budget draft"~5').required).toEqual([[{ kind: 'phrase', text: 'budget draft', within: 5 }]])
  })

  test('in quotes without a word in them say so, and one word is near nothing', () => {
    for (const typed of ['""', '" "', '"!"'])
      expect(parse(typed).notes).toEqual(['There is no word in this query to look for.'])
    expect(parse('"budget"~5').required).toEqual([[{ kind: 'phrase', text: 'budget' }]])
  })

  test('in quotes are never operators', () => {
    expect(parse('"fruit:apple type:pdf -x"').required).toEqual([[{ kind: 'phrase', text: 'fruit:apple type:pdf -x' }]])
  })

  test('after a minus are left out, and meaning does not see them', () => {
    const { text, excluded, chips } = parse('jaguar -car -"big cat" -fast*')
    expect(text).toBe('jaguar')
    expect(excluded).toEqual([
      { kind: 'word', text: 'car' },
      { kind: 'phrase', text: 'big cat' },
      { kind: 'prefix', text: 'fast' },
    ])
    expect(chips.map(({ label }) => label)).toEqual(['without car', 'without “big cat”', 'without fast…'])
    expect(parse('well-known word').excluded).toEqual([])
  })

  test('with a star are beginnings', () => {
    const { text, required } = parse('graph optim*')
    expect(text).toBe('graph')
    expect(required).toEqual([[{ kind: 'prefix', text: 'optim' }]])
  })

  test('with OR between them are alternatives', () => {
    const { text, required, chips } = parse('cheap hotel OR "guest house" OR hostel* paris')
    expect(text).toBe('cheap hotel guest house paris')
    expect(required).toEqual([
      [
        { kind: 'word', text: 'hotel' },
        { kind: 'phrase', text: 'guest house' },
        { kind: 'prefix', text: 'hostel' },
      ],
    ])
    expect(chips).toEqual([{ kind: 'either', start: 6, end: 39, label: 'hotel, “guest house” or hostel…' }])
  })

  test('at signs of other languages are words, and a line says so', () => {
    expect(parse('jaguar NOT car').notes).toEqual([expect.stringContaining('-car')])
    expect(parse('DO NOT OPEN THIS DOOR').notes).toEqual([])
    expect(parse('(red wine) OR beer').notes).toEqual([expect.stringContaining('Brackets')])
    for (const typed of ['(wine OR beer) red', 'f(a b) or c', '(red wine) beer']) expect(parse(typed).notes).toEqual([])
    expect(parse('wine OR OR beer').required).toEqual(parse('wine OR beer').required)
  })

  test('with an OR that parts nothing keep it as a word', () => {
    expect(parse('OR cat').text).toBe('OR cat')
    expect(parse('cat OR').text).toBe('cat OR')
  })

  test('with a quotation mark that has no partner are words, and a line says so', () => {
    const { text, required, notes } = parse('say "hello world')
    expect([text, required]).toEqual(['say "hello world', []])
    expect(notes).toEqual([expect.stringContaining('no partner')])
  })
})

describe('operators', () => {
  test('say what a document must be', () => {
    const { text, documents, chips } = parse(
      'tax type:pdf from:"Anna Berg" in:/home/me path:2024/x site:https://www.example.org/a',
    )
    expect(text).toBe('tax')
    expect(documents.flatMap(({ anyOf }) => anyOf)).toEqual([
      { kind: 'type', kinds: ['pdf'], endings: ['pdf'] },
      { kind: 'sender', text: 'Anna Berg' },
      { kind: 'folder', name: '/home/me' },
      { kind: 'path', text: '2024/x' },
      { kind: 'site', host: 'example.org' },
    ])
    expect(chips[1]).toEqual({ kind: 'filter', start: 13, end: 29, label: 'sent by “Anna Berg”' })
  })

  test('take dates of several words with and without quotes', () => {
    const forms = ['"last week"', 'last week', 'Last week', 'letzte Woche', 'الأسبوع الماضي', '2026-W46']
    for (const typed of forms.map((form) => `notes ON:${form} anna`)) {
      const { text, documents, chips } = parse(typed)
      expect(text).toBe('notes anna')
      expect(documents[0].anyOf).toEqual([{ kind: 'dated', from: at(2026, 11, 9), until: at(2026, 11, 16) }])
      expect(chips[0].label).toBe('dated 9 – 15 November 2026')
    }
  })

  test('before and after a period part all time between them', () => {
    const [before] = parse('x before:March 2024').documents[0].anyOf
    const [after] = parse('x after:2024-03').documents[0].anyOf
    expect([before, after]).toEqual([
      { kind: 'dated', from: null, until: at(2024, 3) },
      { kind: 'dated', from: at(2024, 3), until: null },
    ])
  })

  test('take sizes, languages and sources by their usual names', () => {
    const { documents } = parse('x size:1MB..2MB lang:German source:email lang:fr-CA')
    expect(documents.map(({ anyOf }) => anyOf)).toEqual([
      [{ kind: 'size', least: 1e6, most: 2e6 }],
      [
        { kind: 'language', code: 'de' },
        { kind: 'language', code: 'fr' },
      ],
      [{ kind: 'source', source: 'mail' }],
    ])
  })

  test('of one name twice mean either, of others both; with a minus none', () => {
    const { documents } = parse('x type:pdf type:docx to:anna to:ben -type:mail')
    expect(documents.map(({ anyOf, isExcluded }) => [anyOf.length, isExcluded])).toEqual([
      [2, false],
      [1, false],
      [1, false],
      [1, true],
    ])
  })

  test('with OR between them mean either', () => {
    const { documents, chips } = parse('budget from:anna OR subject:tax')
    expect(documents).toEqual([
      {
        anyOf: [
          { kind: 'sender', text: 'anna' },
          { kind: 'subject', text: 'tax' },
        ],
        isExcluded: false,
      },
    ])
    expect(chips).toEqual([{ kind: 'filter', start: 7, end: 31, label: 'sent by “anna” or titled “tax”' }])
  })

  test('take ranges, and are said by their largest whole units', () => {
    const range = (typed: string): unknown => {
      const { documents, chips } = parse(typed)
      return [documents[0].anyOf[0], chips[0].label]
    }
    const years = { kind: 'dated', from: at(2019, 1), until: at(2021, 1) }
    for (const typed of ['on:2019..2020', 'on:2019-2020', 'on:"2019 to 2020"', 'on:2019 bis 2020'])
      expect(range(typed)).toEqual([years, 'dated 2019 – 2020'])
    expect(range('on:March..May 2024')).toEqual([
      { kind: 'dated', from: at(2024, 3), until: at(2024, 6) },
      'dated March – May 2024',
    ])
    expect(range('on:15.3...20.3.')).toEqual([
      { kind: 'dated', from: at(2026, 3, 15), until: at(2026, 3, 21) },
      'dated 15 – 20 March 2026',
    ])
    const fiveDays = [{ kind: 'dated', from: at(2024, 3, 1), until: at(2024, 3, 6) }, 'dated 1 – 5 March 2024']
    for (const typed of ['on:1-5 March 2024', 'on:1.–5.3.2024', 'on:"1 bis 5 März 2024"', 'on:2024-03-01..2024-03-05'])
      expect(range(typed)).toEqual(fiveDays)
    // Now is a Friday in November: what began later is of the time before the end.
    expect(range('on:Friday to Monday x')).toEqual([
      { kind: 'dated', from: at(2026, 11, 13), until: at(2026, 11, 17) },
      'dated 13 – 16 November 2026',
    ])
    expect(range('on:November..February')).toEqual([
      { kind: 'dated', from: at(2025, 11), until: at(2026, 3) },
      'dated November 2025 – February 2026',
    ])
    expect(range('on:2024-03..')).toEqual([
      { kind: 'dated', from: at(2024, 3), until: null },
      'dated 1 March 2024 or later',
    ])
    expect(range('on:..2024-03')).toEqual([
      { kind: 'dated', from: null, until: at(2024, 4) },
      'dated before 1 April 2024',
    ])
    expect(range('size:1..5MB')).toEqual([{ kind: 'size', least: 1e6, most: 5e6 }, 'of 1 MB to 5 MB'])
    expect(range('size:> 1 MB report')).toEqual([{ kind: 'size', least: 1_000_001, most: null }, 'at least 1 MB'])
  })

  test('say what they mean, not how it was typed', () => {
    const labels = parse(
      'type:.pdf site:https://www.example.org/a source:mails -lang:Französisch in:"My letters" lang:jp',
    )
    expect(labels.chips.map(({ label }) => label)).toEqual([
      'of type pdf',
      'on example.org',
      'from mail',
      'not written in French',
      'in the folder “My letters”',
      'written in Japanese',
    ])
    expect(parse('from:anna type:pdf from:ben').chips.map(({ label }) => label)).toEqual([
      'sent by “anna”',
      'of type pdf',
      'or sent by “ben”',
    ])
  })

  test('take kinds of documents in German and Arabic', () => {
    const kind = (typed: string): unknown => parse(typed).documents[0].anyOf
    expect(kind('type:Bilder')).toEqual(kind('type:picture'))
    expect(kind('type:رسائل')).toEqual(kind('type:mail'))
  })

  test('take chats for a type, though their format is none', () => {
    const { documents, chips } = parse('x type:Gespräche')
    expect(documents[0].anyOf).toEqual([{ kind: 'source', source: 'chat' }])
    expect(chips[0].label).toBe('of type Gespräche')
  })

  test('keep a comma between the names of one person, in quotes', () => {
    expect(parse('from:"Berg, Anna"').documents[0].anyOf).toEqual([{ kind: 'sender', text: 'Berg, Anna' }])
    for (const typed of ['from:anna,ben', 'from:"anna,ben"', 'type:"pdf, docx"'])
      expect(parse(typed).documents[0].anyOf).toHaveLength(2)
    expect(parse('budget from:,').notes).toEqual([expect.stringContaining('from:anna')])
  })

  test('of endings with OR between them ask for no word', () => {
    expect(parse('*.pdf OR *.docx')).toMatchObject({ text: '', required: [] })
  })

  test('alone are a question for documents', () => {
    expect(parse('type:pdf after:2024')).toMatchObject({ text: '', isByMeaning: false })
    expect(parse('*.pdf').documents[0].anyOf).toEqual([{ kind: 'type', kinds: [], endings: ['pdf'] }])
  })

  test('without a value are passed over with a line that shows one', () => {
    const { text, documents, notes } = parse('budget from:')
    expect([text, documents]).toEqual(['budget', []])
    expect(notes).toEqual([expect.stringContaining('from:anna')])
  })
})

describe('a question that cannot be understood is refused in words', () => {
  test('an unknown operator with the list and the nearest one', () => {
    expect(refusal('fruit:apple')).toMatch(/got “fruit:”.*quotes/s)
    for (const name of ['type:', 'path:', 'before:']) expect(refusal('fruit:apple')).toContain(name)
    expect(refusal('form:anna')).toContain('Did you mean from:')
    expect(refusal('x filetype:pdf')).toContain('Did you mean type:')
    expect(refusal('x autor:"a b"')).toContain('got “autor:”')
    expect(refusal('-langg:de x')).toContain('Did you mean lang:')
    expect(refusal('nach:2020')).toContain('Did you mean after:')
    expect(refusal('größe:>1MB')).toContain('Did you mean size:')
    expect(refusal('من:أحمد')).toContain('Did you mean from:')
    expect(refusal('is:unread')).not.toContain('Did you mean')
    expect(parse('السعر:5 日本語:テスト').text).toBe('السعر:5 日本語:テスト')
  })

  test('a source that there is none of, with those there are', () => {
    expect(refusal('tax source:mial')).toMatch(/sources folder, mail, history, chat, notes .*got “mial”/)
    expect(parse('tax source:Notes').documents[0].anyOf).toEqual([{ kind: 'source', source: 'notes' }])
  })

  test('exclusions alone', () => expect(refusal('-cat -"big dog"')).toContain('exclusions only'))

  test('values that no operator takes', () => {
    expect(refusal('x before:soon')).toMatch(/date after before:, got “soon”.*2024-03-15/)
    for (const typed of ['x on:03/04/2024', 'x on:03-04-2024'])
      expect(refusal(typed)).toContain('2024-03-04 or 2024-04-03')
    expect(refusal('x size:big')).toContain('size:>1MB')
    expect(refusal('x lang:klingonese')).toContain('lang:german')
    expect(refusal('x lang:xx')).toContain('lang:german')
  })

  test('ranges where one date is asked for, and such as end before they begin, with what to write', () => {
    expect(refusal('x after:2019..2020')).toContain('“on:2019..2020”')
    expect(refusal('x before:..last week')).toContain('“on:"..last week"”')
    expect(refusal('x on:2020..2019')).toContain('“on:2019..2020”')
    expect(refusal('x size:5mb..1mb')).toContain('“size:1mb..5mb”')
  })

  test('alternatives of a word and a filter, or of something left out', () => {
    expect(refusal('cat OR type:pdf')).toContain('two searches')
    expect(refusal('cat OR -dog')).toContain('leave out')
    expect(refusal('cat -(dog OR bird)')).toContain('-cat -dog')
  })
})

test('any text is either understood or refused with an AppError', () => {
  const signs = [
    '"',
    '“',
    '-',
    'OR',
    ' ',
    ':',
    '*',
    '(',
    ')',
    'a',
    'type:',
    'on:',
    'x:y',
    '\0',
    '🎉',
    'ש',
    '\ud800',
    '~3',
  ]
  let seed = 7
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647)
  const broken: string[] = []
  for (let round = 0; round < 3000; round++) {
    const typed = Array.from({ length: next() % 12 }, () => signs[next() % signs.length]).join('')
    const query = outcome(typed)
    const isSound =
      query instanceof AppError ||
      (query as Query).chips.every(({ start, end }) => start >= 0 && start < end && end <= typed.length)
    if (!isSound) broken.push(typed)
  }
  expect(broken).toEqual([])
  expect(parse('word '.repeat(20_000)).text).toHaveLength(99_999)
  expect(parse('"'.repeat(100_000)).text).toBeDefined()
})
