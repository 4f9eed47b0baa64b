import { ExtractError, type ParsedText } from '../extracted.ts'
import { BlockWriter } from './block-writer.ts'
import { charsetOfCodePage, codePageOfCharset } from './code-pages.ts'
import { characters, type Destination, destinations, starred } from './rtf-words.ts'
import { foldedLine } from './text.ts'
import { say } from '../../sayings/say.ts'

/** What `{` saves and `}` brings back. */
interface Group {
  destination: Destination
  font: number
  isHidden: boolean
  /** Characters to skip after `\u`, for readers that know no Unicode. */
  skips: number
}

/** Each takes some 50 bytes. */
const MOST_DEPTH = 1_000_000

/** Follows the state of an RTF file and writes its words. */
export class RtfWriter {
  readonly #main = new BlockWriter()
  readonly #notes = new BlockWriter()
  readonly #stack: Group[] = []
  #group: Group = { destination: 'text', font: -1, isHidden: false, skips: 1 }
  #codePage = 1252
  #defaultFont = -1
  readonly #codePageOfFont = new Map<number, number>()
  readonly #decoders = new Map<number, InstanceType<typeof TextDecoder>>()
  /** Bytes that wait for the rest of their run: a character may take two. */
  #bytes: number[] = []
  #toSkip = 0
  #isStarred = false
  /** Nothing yet since `{`: only there does `\\*` mark a destination. */
  #isGroupStart = false
  #isRtf = false
  #title = ''

  readonly #levelOfStyle = new Map<number, number>()
  #styleId = 0
  #styleName = ''
  #styleLevel: number | null = null

  #outlineLevel: number | null = null
  #paragraphStyle = 0
  #isItem = false
  #isInTable = false
  #paragraph: 'none' | 'text' | 'item' | 'heading' = 'none'
  #row: 'none' | 'cell' | 'between' = 'none'
  #isAfterRow = false

  openGroup(): void {
    this.#flush()
    this.#toSkip = 0
    if (this.#stack.length >= MOST_DEPTH)
      throw new ExtractError('damaged', say('file.deepGroups', { limit: MOST_DEPTH }))
    this.#stack.push(this.#group)
    this.#group = { ...this.#group }
    this.#isStarred = false
    this.#isGroupStart = true
  }

  /** The document's own group is closed; what may follow is not part of it. */
  get isDone(): boolean {
    return this.#isRtf && this.#stack.length === 0
  }

  closeGroup(): void {
    this.#flush()
    this.#toSkip = 0
    const closed = this.#group
    this.#group = this.#stack.pop() ?? closed
    if (closed.destination === 'note' && this.#group.destination !== 'note') this.#notes.breakBlock()
  }

  byte(value: number): void {
    if (this.#toSkip > 0) this.#toSkip--
    else if (this.#group.destination !== 'skipped') this.#bytes.push(value)
    this.#isStarred = false
    this.#isGroupStart = false
  }

  symbol(symbol: string): void {
    const isGroupStart = this.#isGroupStart
    this.#isGroupStart = false
    if (symbol === '*') {
      this.#flush()
      this.#isStarred = isGroupStart
    } else if (symbol === '\\' || symbol === '{' || symbol === '}') this.byte(symbol.charCodeAt(0))
    else this.#plainSymbol(symbol)
  }

  #plainSymbol(symbol: string): void {
    this.#flush()
    if (symbol === '~') this.#write(' ')
    else if (symbol === '_') this.#write('-')
    else if (symbol === '\n' || symbol === '\r') this.#endParagraph()
  }

  control(word: string, parameter: number | null): void {
    if (word === 'u') return this.#unicode(parameter ?? 0)
    this.#flush()
    const wasStarred = this.#isStarred
    this.#isStarred = false
    this.#isGroupStart = false
    if (this.#group.destination === 'skipped') return
    const destination = destinations.get(word)
    if (destination !== undefined) {
      // A number of a list or a bullet, which says that this is an item.
      if (word === 'listtext' || word === 'pntext') this.#isItem = true
      this.#group.destination = destination
    } else if (wasStarred && !starred.has(word)) this.#group.destination = 'skipped'
    else if (this.#group.destination === 'fonts') this.#fontControl(word, parameter ?? 0)
    else if (this.#group.destination === 'styles') this.#styleControl(word, parameter)
    else this.#textControl(word, parameter)
  }

  finish(): ParsedText {
    this.#flush()
    this.#endParagraph()
    const text = this.#main.toString()
    const notes = this.#notes.toString()
    const parts = [text, notes].filter((part) => part !== '')
    return { text: parts.join('\n\n'), headings: this.#main.headings, title: foldedLine(this.#title.toWellFormed()) }
  }

  #unicode(value: number): void {
    this.#flush()
    this.#isStarred = false
    this.#write(String.fromCharCode(value & 0xffff))
    this.#toSkip = this.#group.skips
  }

  #fontControl(word: string, value: number): void {
    if (word === 'f') this.#group.font = value
    const codePage = word === 'fcharset' ? codePageOfCharset(value) : word === 'cpg' ? value : null
    if (codePage !== null) this.#codePageOfFont.set(this.#group.font, codePage)
  }

  #styleControl(word: string, value: number | null): void {
    if (word === 's') this.#styleId = value ?? 0
    else if (word === 'outlinelevel') this.#styleLevel = value
  }

  #textControl(word: string, value: number | null): void {
    const character = characters.get(word)
    if (character !== undefined) return this.#write(character)
    switch (word) {
      case 'par':
      case 'sect':
      case 'page':
        return this.#endParagraph()
      case 'line':
        return this.#writer().breakLine(true)
      case 'cell':
      case 'nestcell':
        return this.#endCell()
      case 'row':
      case 'nestrow':
        return this.#endRow()
      case 'pard':
        this.#outlineLevel = null
        this.#paragraphStyle = 0
        this.#isItem = false
        this.#isInTable = false
        return
      case 'intbl':
        this.#isInTable = true
        return
      default:
        this.#property(word, value)
    }
  }

  #property(word: string, value: number | null): void {
    const isOn = value !== 0
    if (word === 'plain') this.#group.isHidden = false
    else if (word === 'v' || word === 'deleted' || word === 'htmlrtf') this.#group.isHidden = isOn
    else if (word === 'f') this.#group.font = value ?? -1
    else if (word === 'uc') this.#group.skips = Math.max(0, value ?? 1)
    else if (word === 'outlinelevel') this.#outlineLevel = value
    else if (word === 's') this.#paragraphStyle = value ?? 0
    else if (word === 'ls' && isOn) this.#isItem = true
    else if (word === 'ansicpg') this.#codePage = value ?? 1252
    else if (word === 'rtf') this.#isRtf = true
    else if (word === 'mac') this.#codePage = 10000
    else if (word === 'pc') this.#codePage = 437
    else if (word === 'deff') this.#defaultFont = value ?? -1
  }

  /** The bytes gathered, as characters of the font that they are set in. */
  #flush(): void {
    if (this.#bytes.length === 0) return
    const font = this.#group.font >= 0 ? this.#group.font : this.#defaultFont
    const codePage = this.#codePageOfFont.get(font) ?? this.#codePage
    let decoder = this.#decoders.get(codePage)
    if (decoder === undefined) {
      decoder = new TextDecoder(charsetOfCodePage(codePage))
      this.#decoders.set(codePage, decoder)
    }
    const text = decoder.decode(Uint8Array.from(this.#bytes))
    this.#bytes = []
    this.#write(text)
  }

  #write(text: string): void {
    switch (this.#group.destination) {
      case 'title':
        this.#title += text
        return
      case 'styles':
        return this.#styleText(text)
      case 'note':
        if (!this.#group.isHidden) this.#notes.write(text)
        return
      case 'text':
        if (this.#group.isHidden) return
        if (this.#paragraph === 'none' && text.trim() !== '') this.#beginParagraph()
        this.#main.write(text)
        return
      default:
    }
  }

  /** A style's name ends in a semicolon; built-in names are English in every language. */
  #styleText(text: string): void {
    this.#styleName += text
    if (!this.#styleName.includes(';')) return
    const named = /^\s*heading ?([1-9])\s*[;,]/i.exec(this.#styleName)
    const level = named === null ? this.#styleLevel : Number(named[1]) - 1
    if (level !== null && level < 9) this.#levelOfStyle.set(this.#styleId, level)
    this.#styleName = ''
    this.#styleLevel = null
    this.#styleId = 0
  }

  #writer(): BlockWriter {
    return this.#group.destination === 'note' ? this.#notes : this.#main
  }

  #beginParagraph(): void {
    const level = this.#outlineLevel ?? this.#levelOfStyle.get(this.#paragraphStyle) ?? 9
    if (this.#isInTable) {
      this.#beginCell()
      this.#paragraph = 'text'
      return
    }
    if (this.#row !== 'none') this.#endRow()
    if (this.#isAfterRow) this.#main.breakBlock()
    this.#isAfterRow = false
    if (level < 9) {
      this.#main.beginHeading()
      this.#paragraph = 'heading'
    } else if (this.#isItem) {
      this.#main.beginItem()
      this.#paragraph = 'item'
    } else {
      this.#main.breakBlock()
      this.#paragraph = 'text'
    }
  }

  #endParagraph(): void {
    if (this.#group.destination === 'note') return this.#notes.breakLine()
    if (this.#group.destination !== 'text') return
    if (this.#paragraph === 'heading') {
      const level = this.#outlineLevel ?? this.#levelOfStyle.get(this.#paragraphStyle) ?? 0
      this.#main.endHeading(level + 1)
    } else if (this.#paragraph === 'item') this.#main.endItem()
    else if (this.#row === 'cell') this.#main.breakLine()
    else this.#main.breakBlock()
    this.#paragraph = 'none'
  }

  #beginCell(): void {
    if (this.#row === 'none') this.#main.beginRow()
    if (this.#row !== 'cell') this.#main.beginCell()
    else this.#main.breakLine()
    this.#row = 'cell'
  }

  #endCell(): void {
    if (this.#group.destination !== 'text') return
    this.#paragraph = 'none'
    if (this.#row === 'cell') this.#row = 'between'
  }

  #endRow(): void {
    if (this.#group.destination !== 'text') return
    if (this.#row !== 'none') this.#main.endRow()
    this.#isAfterRow ||= this.#row !== 'none'
    this.#row = 'none'
    this.#paragraph = 'none'
  }
}
