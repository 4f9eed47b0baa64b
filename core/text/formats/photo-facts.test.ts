import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { makeExif, makeJpeg } from '../testing/photo.ts'
import { photoFacts } from './photo-facts.ts'

const canon = { make: 'Canon', model: 'Canon EOS 80D', taken: '2024:05:03 14:00:09' }

describe('the facts of a photo', () => {
  test('are its camera, its size and when it was taken', () => {
    const dated = Date.parse('2024-05-03T14:00:09Z')
    expect(photoFacts(makeJpeg(canon))).toEqual({ camera: 'Canon EOS 80D', width: 4032, height: 3024, dated })
    expect(photoFacts(makeJpeg({ ...canon, zone: '+02:00' }))).toMatchObject({ dated: dated - 7_200_000 })
  })

  test('name the maker where the model does not', () => {
    expect(photoFacts(makeJpeg({ make: 'Apple', model: 'iPhone 15' }))).toMatchObject({ camera: 'Apple iPhone 15' })
    expect(photoFacts(makeExif({ make: 'NIKON CORPORATION', model: 'NIKON D750' }))).toEqual({ camera: 'NIKON D750' })
  })

  test('have no date where the clock was never set', () => {
    expect(photoFacts(makeJpeg({ taken: '0000:00:00 00:00:00' }))).toEqual({ width: 4032, height: 3024 })
  })

  test('are the size alone of a PNG without Exif', () => {
    const png = Buffer.from(
      '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x04\0\0\0\x03\0\x08\x02\0\0\0....\0\0\0\0IDAT',
      'latin1',
    )
    expect(photoFacts(png)).toEqual({ width: 1024, height: 768 })
  })

  test('are none of what is no photo, and of one that is damaged whatever can be read', () => {
    const whole = makeJpeg({ ...canon, zone: '+02:00' })
    const random = randomNumbers(7)
    const below = (count: number): number => Math.floor(random() * count)
    expect(photoFacts(Buffer.from('words'))).toEqual({})
    for (let length = 0; length < whole.length; length++) photoFacts(whole.subarray(0, length))
    for (let i = 0; i < 500; i++) {
      const broken = Buffer.from(whole)
      for (let byte = 0; byte < 4; byte++) broken[below(broken.length)] = below(256)
      expect(typeof (photoFacts(broken).camera ?? '')).toBe('string')
    }
  })
})
