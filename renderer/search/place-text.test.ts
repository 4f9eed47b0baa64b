import { describe, expect, test } from 'vitest'
import { copyTitles, fileName, parentText, partText, placeText, senderText } from './place-text.ts'

const folders = ['/home/anna/Documents', '/home/anna/Documents/work/']

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
  expect([partText('chapter/one.md'), partText('1024+311'), partText('')]).toEqual(['chapter/one.md', '', ''])
  expect(partText('0-812//2 offer.eml//1 2024 plan.pdf')).toBe('offer.eml › 2024 plan.pdf')
  expect(partText('box.zip//1 offer.txt')).toBe('box.zip › offer.txt')
})

test('documents that say the same are named once each', () => {
  const titles = ['Re: Plan', 'Plan', 'Re: Plan'].map((title) => ({ title }))
  expect(copyTitles(titles)).toBe('Re: Plan (2), Plan')
  expect(copyTitles([])).toBe('')
})
