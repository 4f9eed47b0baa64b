import { expect, test } from 'vitest'
import { dateText, isDateFormat, numberText } from './sheet-number.ts'

test.each(['14', '22', '45', 'yyyy-mm-dd', '[$-409]mmm d', 'h:mm', '[h]:mm', '[Red]d/m/yy'])(
  '%s shows a date',
  (format) => expect(isDateFormat(format)).toBe(true),
)

test.each(['0', '9', '49', 'General', '#,##0.00', '"days" 0', '0\\d', '[Red]0.00', '_d0', '0;d'])(
  '%s shows a number',
  (format) => expect(isDateFormat(format)).toBe(false),
)

test('a day number is a date, with its time where it has one', () => {
  expect(dateText(45351, false)).toBe('2024-02-29')
  expect(dateText(45351.99999, false)).toBe('2024-02-29 23:59:59')
  expect(dateText(0.5, false)).toBe('12:00')
  expect(dateText(-1, false)).toBe('-1')
  expect(dateText(Number.NaN, false)).toBe('NaN')
  expect(dateText(1e9, false)).toBe('1000000000')
})

test('a number has at most 15 digits', () => {
  expect(numberText(0.1 + 0.2, '0')).toBe('0.3')
  expect(numberText(0.07, '9')).toBe('7%')
  expect(numberText(1e21, '0')).toBe('1e+21')
})
