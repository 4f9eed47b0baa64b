/**
 * About how many tokens a language model makes of a text, on the high side: four letters or digits of an alphabet, one
 * ideograph, or one sign each. Models differ; a budget that is kept by this count is kept by them.
 */
export function estimateTokens(text: string): number {
  let alphabetic = 0
  let others = 0
  for (const character of text) {
    if (/[\p{Script=Latin}\p{Nd}\s]/u.test(character)) alphabetic++
    else others++
  }
  return Math.ceil(alphabetic / 3.5 + others)
}
