/* Colours for code without a parser: comments, strings, numbers and the words that most languages share. */

export type TokenKind = 'plain' | 'comment' | 'string' | 'number' | 'keyword'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const keywords =
  'abstract and as async await break case catch class const continue def default del do elif else enum except export extends ' +
  'false final finally fn for from func function go if impl implements import in instanceof interface is lambda let match ' +
  'mod mut new nil None not null of or package pass pub private protected public raise readonly return self static struct ' +
  'super switch then this throw trait True true False try type typeof undefined unless until use using var void while with ' +
  'yield begin end elsif select where insert update delete'

/** Comments first, since they may hold anything; a string ends with its line, for one that is never closed. */
const pattern = new RegExp(
  [
    String.raw`(?<comment>/\*[\s\S]*?(?:\*/|$)|(?<=^|\s)(?://|#(?!\{)|--\s)[^\n]*|<!--[\s\S]*?(?:-->|$))`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'|` + '`(?:[^`\\\\]|\\\\.)*`?)',
    String.raw`(?<number>\b(?:0[xob][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)\b)`,
    String.raw`(?<keyword>\b(?:${keywords.replaceAll(' ', '|')})\b)`,
  ].join('|'),
  'gu',
)

/** The text in pieces, in order, nothing lost. */
export function codeTokens(text: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
    if (found === '') continue
    if (index > from) tokens.push({ kind: 'plain', text: text.slice(from, index) })
    tokens.push({ kind: kindOf(groups), text: found })
    from = index + found.length
  }
  if (from < text.length) tokens.push({ kind: 'plain', text: text.slice(from) })
  return tokens
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): TokenKind {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  return groups['number'] !== undefined ? 'number' : 'keyword'
}
