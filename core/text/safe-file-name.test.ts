import { expect, test } from 'vitest'
import { lastName, safeFileName } from './safe-file-name.ts'

test.each([
  ['plan.pdf', 'plan.pdf'],
  ['Re: the plan / second part?', 'Re_ the plan _ second part_'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['..\\..\\evil.bat', '_.._evil.bat'],
  ['a\0b\nc\u001b[31m.txt', 'a_b_c_[31m.txt'],
  ['annexe\u202Etxt.exe', 'annexe_txt.exe'],
  ['tool.exe. . ', 'tool.exe'],
  ['.desktop', 'desktop'],
  ['NUL', '_NUL'],
  ['com1.txt', '_com1.txt'],
  ['aux .tar.gz', '_aux .tar.gz'],
  ['contract', 'contract'],
  ['نامه\u200cها.txt', 'نامه\u200cها.txt'],
  ['half \uD83D.txt', 'half \uFFFD.txt'],
  ['...', 'document'],
  ['', 'document'],
])('%j is written as %j', (written, name) => {
  expect(safeFileName(written)).toBe(name)
})

test('a long name keeps its ending and whole characters', () => {
  const name = safeFileName(`${'ö🍐'.repeat(100)}.docx`)
  expect(name).toMatch(/^(?:ö🍐)+ö?\.docx$/u)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(160)
  expect(Buffer.byteLength(safeFileName('x'.repeat(5000)))).toBe(160)
  expect(safeFileName(`a.${'b'.repeat(500)}`)).toHaveLength(160)
})

test('the last name of a path is taken, whichever system wrote it', () => {
  expect(lastName('letters/2024/anna.txt')).toBe('anna.txt')
  expect(lastName('C:\\letters\\anna.txt')).toBe('anna.txt')
  expect(lastName('letters/')).toBe('letters')
  expect(lastName('/')).toBe('')
})
