import { describe, expect, test } from 'vitest'
import {
  addressOf,
  copyTitles,
  fileName,
  hostOf,
  parentText,
  partNames,
  placeOf,
  senderText,
  stepMark,
  wholePlace,
} from './place-text.ts'

const folders = ['/home/anna/Documents', '/home/anna/Documents/work/']

function placeText(path: string, within: readonly string[], longest?: number): string {
  return placeOf({ path, part: '', uri: `file://${path}` }, within, longest).join(stepMark)
}

describe('shortened paths', () => {
  test('begin with the name of the innermost library folder', () => {
    expect(placeText('/home/anna/Documents/garden/pruning.md', folders)).toBe('Documents › garden › pruning.md')
    expect(placeText('/home/anna/Documents/work/plan.md', folders)).toBe('work › plan.md')
  })

  test('leave out folders in the middle, farthest from the file first', () => {
    const path = '/home/anna/Documents/clients/hallberg-and-sons/correspondence/2022/q3/letter.txt'
    expect(placeText(path, folders, 48)).toBe('Documents › … › 2022 › q3 › letter.txt')
  })

  test('keep both ends of a long file name', () => {
    const place = placeText(`/home/anna/Documents/${'long-name-'.repeat(20)}.docx`, folders)
    expect(place).toMatch(/^Documents › long-name-.*….*\.docx$/u)
    expect(place.length).toBeLessThanOrEqual(64)
  })

  test('stay whole outside every folder and for a folder with a similar name', () => {
    expect(placeText('/srv/a/b.txt', folders)).toBe('srv › a › b.txt')
    expect(placeText('/home/anna/Documents2/b.txt', folders)).toBe('home › anna › Documents2 › b.txt')
    expect(placeText('/b.txt', folders)).toBe('b.txt')
  })

  test('know Windows paths, and backslashes in names elsewhere', () => {
    expect(placeText('C:\\Users\\anna\\Notes\\a\\b.md', ['C:\\Users\\anna\\Notes'])).toBe('Notes › a › b.md')
    expect(fileName('/home/anna/odd\\name.txt')).toBe('odd\\name.txt')
  })

  test('tell the folder around', () => {
    expect(parentText('/home/anna/Documents/')).toBe('/home/anna')
    expect(parentText('/home')).toBe('/')
    expect(parentText('C:\\Users\\anna')).toBe('C:\\Users')
  })
})

test('a sender is shown by name, by address where there is none', () => {
  expect(['"Anna Smith" <anna@example.org>', '<anna@example.org>', 'anna@example.org'].map(senderText)).toEqual([
    'Anna Smith',
    'anna@example.org',
    'anna@example.org',
  ])
})

test('a part is shown where it has a name', () => {
  expect([partNames('chapter/2024/one.md'), partNames('1024-311'), partNames('2097188'), partNames('')]).toEqual([
    ['chapter', '2024', 'one.md'],
    [],
    [],
    [],
  ])
  expect(partNames('0-812//2 offer.eml//1 2024 plan.pdf')).toEqual(['offer.eml', '2024 plan.pdf'])
  expect(partNames('box.zip//1 offer.txt')).toEqual(['box.zip', 'offer.txt'])
  expect(partNames('old/b.mbox!/0-90//1 a.zip!/x.txt')).toEqual(['old', 'b.mbox', 'a.zip', 'x.txt'])
  const path = '/home/anna/Documents/plans.zip'
  const placed = { path, part: 'roof/plan.txt', uri: `file://${path}#roof/plan.txt` }
  expect(placeOf(placed, folders)).toEqual(['Documents', 'plans.zip', 'roof', 'plan.txt'])
  expect(wholePlace(placed)).toBe(`${path} › roof › plan.txt`)
})

describe('a page of a history', () => {
  const pageAt = (uri: string) => ({ path: '/home/anna/.config/chromium/Default/History', part: '', uri })
  const placeAt = (uri: string, longest?: number) => placeOf(pageAt(uri), folders, longest).join(stepMark)

  test('is where its address says, never in the file of its browser', () => {
    const uri = 'https://www.docs.python.org/3/library/'
    expect(placeAt(uri)).toBe('docs.python.org › 3 › library')
    expect(wholePlace(pageAt(uri))).toBe(uri)
    expect([addressOf(pageAt(uri)), hostOf(uri)]).toEqual([uri, 'docs.python.org'])
    expect([placeAt('http://localhost:8080/'), hostOf('http://localhost:8080/')]).toEqual([
      'localhost:8080',
      'localhost',
    ])
    expect(addressOf({ uri: 'file:///a/History#https:/example.org/' })).toBeNull()
  })

  test('is written with its own letters, and cannot turn the writing round', () => {
    expect(placeAt('https://de.wikipedia.org/wiki/M%C3%BCnchen')).toBe('de.wikipedia.org › wiki › München')
    expect(placeAt('https://example.org/100%/a%E2%80%AEfdp.exe')).toBe('example.org › 100% › afdp.exe')
  })

  test('is shortened in its middle, and where its last step is long', () => {
    expect(placeAt('https://example.org/2024/06/the-news/of-the-day/a-story', 40)).toBe(
      'example.org › … › of-the-day › a-story',
    )
    expect(placeAt(`https://example.org/${'x'.repeat(300)}.html`).length).toBeLessThanOrEqual(64)
  })
})

test('documents that say the same are named once each', () => {
  const own = { path: '/own.mbox', part: '', uri: 'file:///own', title: 'Plan' }
  const copyOf = (title: string, more: object = {}) => ({ ...own, uri: `file:///${title}`, title, ...more })
  expect(
    copyTitles(
      ['Re: Plan', 'Plan', 'Re: Plan'].map((title) => copyOf(title)),
      own,
    ),
  ).toBe('Re: Plan (2), Plan')
  expect(copyTitles([], own)).toBe('')
  const page = { ...own, uri: 'https://example.org/' }
  expect(copyTitles([{ ...page, path: '/History' }], page)).toBe('another browser’s history')
  // By its title alone nobody would know which.
  expect(copyTitles([copyOf('Plan', { path: '/a/trip.zip', part: 'x/plan.pdf' })], own)).toBe('trip.zip › x › plan.pdf')
})
