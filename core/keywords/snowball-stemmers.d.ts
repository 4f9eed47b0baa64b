declare module 'snowball-stemmers' {
  /** One of `algorithms()`. */
  export function newStemmer(language: string): { stem(word: string): string }
  export function algorithms(): string[]
}
