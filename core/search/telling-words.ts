/* Words that say nothing about what is looked for, by language. Only reasons, slips and names leave them out; rankings weigh them. */

const english =
  'a about above after again all also am an and any are as at be because been before being but by can could did do does doing ' +
  'down during each few for from further had has have having he her here hers him his how i if in into is it its just let me ' +
  'more most my no nor not of off on once only or other our out over own same she should so some such than that the their ' +
  'them then there these they this those through to too under until up us very was we were what when where which while who ' +
  'whom why will with would you your'

const others: readonly string[] = [
  // German
  'aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des dich die dies diese dieser dieses dir doch ' +
    'du durch ein eine einem einen einer eines er es euch für gegen habe haben hat hatte ich ihm ihn ihr ihre im in ist ja kann kein keine ' +
    'man mein mich mir mit muss nach nicht noch nur ob oder ohne sehr sein seine sich sie sind so soll über um und uns unser unter vom von ' +
    'vor wann war waren warum was weil welche welcher welches wenn wer werden wie wieder wir wird wo wohin wurde wurden zu zum zur',
  // French
  'à ai au aux avec avez avoir ce ces cet cette comment dans de des donc du elle elles en est et été être eu fait il ils je la le les leur leurs ' +
    'lui ma mais me mes moi mon ne nos notre nous on ont ou où par pas pour pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se ' +
    'ses si son sont sur ta te tes toi ton tu un une vos votre vous y',
  // Spanish
  'a al algo como cómo con cual cuál cuáles cuando cuándo cuánto cuánta cuántos cuántas de del desde donde dónde e el él ella ellas ellos en entre era ' +
    'es esa ese eso esta está este esto fue ha han hasta hay la las le les lo los más me mi mis muy no nos o para pero por porque qué que ' +
    'quien quién se ser si sí sin sobre son su sus también te tiene tu tus un una unas uno unos y ya yo',
  // Italian
  'a ad ai al alla alle allo anche c che chi ci come con cosa cui da dal dalla dei del della delle dello di dove e è ed era gli ha hanno ho i il in ' +
    'io l la le lei lo loro lui ma mi mia mio ne nei nel nella no noi non o per perché più qual quale quali quando quanti quanto quella quello ' +
    'questa questo se sei si sia sono su sua sul sulla suo ti tra tu un una uno vi voi',
  // Portuguese
  'a à ao aos as às com como da das de do dos e é ela elas ele eles em entre era essa esse esta está este eu foi há isso isto já lhe mais mas me ' +
    'mesmo meu minha muito na não nas nem no nos nós o onde os ou para pela pelo por porque qual quais quando quantos que quem se sem ser seu ' +
    'sua são também te tem um uma você',
  // Dutch
  'aan al als bij dan dat de der deze die dit door een en er ge had hebben heb heeft het hij hoe hun ik in is je kan ' +
    'maar me meer met mijn moet na naar niet nog nu of om onder ons ook op over te tot uit van veel voor waar waarom wanneer was wat we wel ' +
    'welke werd wie wij worden wordt zal ze zich zij zijn zo',
  // Arabic
  'من في على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا متى أين كيف لماذا هل كم أي أو و ثم لا لم لن ليس كان كانت قد أن إن إلا بعد قبل كل هو هي هم نحن أنا',
]

const lists = [english, ...others].map((words) => new Set(words.split(' ')))

/** Words of one list that a query must have to be of that language, unless it has English ones only. */
const leastOfOther = 2

/**
 * Whether a word of these, which are one query's, says something about what is looked for. Which words are common is up to the language of
 * the query, the one with most of them: "war" is something else in German. Where none says anything, all do.
 */
export function tellingAmong(words: readonly string[]): (word: string) => boolean {
  const lower = words.map((word) => word.toLowerCase())
  const counts = lists.map((list) => lower.filter((word) => list.has(word)).length)
  const most = Math.max(...counts)
  const common = lists[most >= leastOfOther ? counts.indexOf(most) : 0]
  const isTelling = (word: string): boolean => word !== '' && !common.has(word.toLowerCase())
  return words.some(isTelling) ? isTelling : (word) => word !== ''
}
