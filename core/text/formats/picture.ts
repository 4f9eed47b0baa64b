import { ExtractError, type ParsedText } from '../extracted.ts'
import type { ReadOptions } from '../read-options.ts'
import { OcrTime, readPictureText } from './ocr.ts'
import { say } from '../../sayings/say.ts'

/** The text in a photo, a scan or a screenshot. ExtractError where it has none, or as `readPictureText`. */
export function extractPicture(bytes: Uint8Array, { ocr }: ReadOptions): ParsedText {
  if (ocr === null) throw new ExtractError('unsupported', say('file.pictureNotRead'))
  const text = readPictureText(bytes, ocr, new OcrTime())
  if (!/\p{L}{2}/u.test(text)) throw new ExtractError('no-text', say('file.pictureNoText'))
  return { text, title: '', headings: [] }
}
