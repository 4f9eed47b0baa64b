/* Endings cut off for languages that Snowball leaves out here: only cases and numbers, never what makes another word. */

const greek = longestFirst('ματων ματοσ ουσα ουσε ησεισ εισ ουσ ουν ετε ματα εσ οσ ων οι ασ ησ ου ον α ε η ι ο ω')
/** After Ramanathan and Rao (2003), without the marks that folding takes off. */
const hindi = longestFirst(
  'ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयाँ ाइयों ाइयां ाएगी ाएगा ाओगी ाओगे एंगी एंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियाँ ियों ियां ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं कर ाओ िए ाई ाए ने नी ना ते ीं ती ता ाँ ां ों ें ो े ू ु ी ि ा',
)

const leastGreek = 4
const leastHindi = 2

/** `folded`: see fold.ts. */
export function stemGreek(folded: string): string {
  return withoutEnding(folded, greek, leastGreek)
}

/** `folded`: see fold.ts. */
export function stemHindi(folded: string): string {
  return withoutEnding(folded, hindi, leastHindi)
}

function longestFirst(endings: string): string[] {
  return endings.split(' ').toSorted((a, b) => b.length - a.length)
}

/** The word without its longest ending that leaves so many letters. */
function withoutEnding(word: string, endings: readonly string[], least: number): string {
  const ending = endings.find((one) => word.length - one.length >= least && word.endsWith(one))
  return ending === undefined ? word : word.slice(0, -ending.length)
}
