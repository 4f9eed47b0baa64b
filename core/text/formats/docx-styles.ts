import { parseXml } from './ooxml.ts'

/** What paragraph styles say about the structure. */
export interface DocxStyles {
  /** 0 for the outermost heading; null for a style that is no heading. */
  outlineLevel(style: string): number | null
  isTitle(style: string): boolean
}

interface Style {
  name: string
  basedOn: string
  outlineLevel: number | null
}

/** Reads word/styles.xml. Built-in headings count by their English name, which Word writes in every language. */
export function readStyles(bytes: Uint8Array | undefined): DocxStyles {
  const styles = new Map<string, Style>()
  if (bytes !== undefined) collectStyles(bytes, styles)

  function outlineLevel(id: string): number | null {
    const seen = new Set<string>()
    for (let at = id; at !== '' && !seen.has(at); at = styles.get(at)?.basedOn ?? '') {
      seen.add(at)
      const style = styles.get(at)
      const named = /^heading ?([1-9])$/i.exec(style?.name ?? at)
      const level = style?.outlineLevel ?? (named === null ? null : Number(named[1]) - 1)
      if (level !== null) return level
    }
    return null
  }
  return { outlineLevel, isTitle: (id) => (styles.get(id)?.name ?? id).toLowerCase() === 'title' }
}

function collectStyles(bytes: Uint8Array, styles: Map<string, Style>): void {
  let current: Style | null = null
  parseXml(bytes, {
    open(name, attributes) {
      if (name === 'style') {
        current = { name: '', basedOn: '', outlineLevel: null }
        styles.set(attributes.styleId ?? '', current)
      }
      if (current === null) return
      if (name === 'name') current.name = attributes.val ?? ''
      else if (name === 'basedOn') current.basedOn = attributes.val ?? ''
      else if (name === 'outlineLvl') current.outlineLevel = Number(attributes.val ?? 9)
    },
    close(name) {
      if (name === 'style') current = null
    },
  })
}
