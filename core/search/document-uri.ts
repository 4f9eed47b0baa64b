import { pathToFileURL } from 'node:url'
import { addressOfPart } from '../text/containers/history-page.ts'

/** Where a document can be opened: a page by its own address, a file by a `file:` address with the part after '#'. */
export function documentUri({ path, part }: { readonly path: string; readonly part: string }): string {
  const page = addressOfPart(part)
  if (page !== null) return page
  const { href } = pathToFileURL(path)
  return part === '' ? href : `${href}#${part.split('/').map(encodeURIComponent).join('/')}`
}
