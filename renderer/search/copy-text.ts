import type { SearchHit } from '../../core/types.ts'
import { wholePlace, type Placed } from './place-text.ts'

/** A passage with its reference, as it is put on the clipboard: the words, then title and heading, then its place. */
export function copyText(hit: SearchHit): string {
  return `${hit.snippet}\n\n${placeReference(hit)}`
}

/** Title and heading, and below them the path, or the address of a page. */
export function placeReference(place: Referred & Placed): string {
  return `${referenceText(place)}\n${wholePlace(place)}`
}

/** Where a passage is, without its words: title and heading, then the address that opens the document. */
export function linkText(place: Referred & Pick<SearchHit, 'uri'>): string {
  return `${referenceText(place)}\n${place.uri}`
}

type Referred = Pick<SearchHit, 'title'> & Partial<Pick<SearchHit, 'heading'>>

function referenceText({ title, heading = '' }: Referred): string {
  return heading === '' ? title : `${title}, ${headingText(heading)}`
}

/** A heading path as it is shown. */
export function headingText(heading: string): string {
  return heading.replaceAll(' > ', ' › ')
}
