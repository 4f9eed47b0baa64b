/*
 * The language of a text, by its script and, where several languages share one, by the words that hold their sentences together
 * and by the letters that only some of them have.
 */
import { AsciiWords } from './ascii-words.ts'

/** UTF-16 units looked at: spread over the text, so that an imprint or a licence at its beginning does not decide. */
const SAMPLE_LENGTH = 4_000
const SAMPLES = 4
/** Words that a text must have before it is given a language; below it one name decides too much. */
const LEAST_WORDS = 6
const LEAST_LETTERS = 12
/** Part of the words that must be known: lists, logs and code have few. */
const LEAST_SHARE = 0.12
/** How much better the best language must be than the next. */
const LEAST_LEAD = 1.12

/** The commonest words of each language; those that several share count less for each. */
const commonWords: Readonly<Record<string, string>> = {
  en: 'the of and to in is that it for was with as be on by at this have from or which not are but they you his had were their has there been would what when who will more if out so can all about than them only other some into could these two may then do first any my now such like our over me even most made after also did many before must through years where much your way well down should because each those people how too little very',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wenn kann diese dieser wir unter gegen vom schon können hatte soll ihre ihr alle zwischen immer keine etwas ohne sehr',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou son aux cette mais comme nous on leur y vous sa été être fait sans ont tout elle même ces si deux bien peut entre après aussi où ses je lui encore dont très faire cela avait était depuis chez donc quand',
  es: 'de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora otro después',
  it: 'di e che la il un a per in una è sono mi non si ho lo ma ti ha le con i da se no come io ci questo del della dei delle nel nella alla al più anche gli o era essere ai dal sua suo loro stato fatto tutti quando dove solo molto così perché degli su dalla questa può hanno prima altri due dopo ancora senza',
  pt: 'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas às minha têm numa pelos',
  nl: 'de het een van en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit door naar heeft of over hij nog wordt was worden ze tot je kan meer deze geen werd we mijn hebben had al veel moet wel zo onder haar zou tegen hun na ik men wat zich dit daar alle twee jaar zal omdat waar tussen',
  sv: 'och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år säger under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även två vad hur något ingen utan denna mellan',
  da: 'og i at det er en til af på den for med der de ikke har han som et om var jeg men sig fra vi så kan når også eller hun skal nu blev havde efter være over vil ud hvor ved ham mod have hvis dem end selv alle kun meget før denne disse blive sin mange her hvad os mellem uden noget ingen da op',
  no: 'og i det på som er en til å han av for med at var de ikke den har jeg om et men så seg hun hadde fra vi du kan da ble ut skal vil ham etter over ved også bare eller sa nå dette noe være meg mot opp der når inn dem kunne andre blir alle noen sin da hva mye selv hvor mellom uten ingen bli fått kommer etter',
  fi: 'ja on ei se että hän oli en mutta ovat niin kun kuin myös ole jos mitä tai sen joka minä nyt hänen vain siitä mukaan sitä sekä jo vielä ollut jotka voi olla kanssa sitten koska tämä kaikki mikä siis jälkeen asti ennen joita tämän minun jossa niitä kaikkien mukaan välillä eivät olisi häntä jonka näin sille siinä aina itse',
  pl: 'w i na z do nie się że jest o to a jak za od po przez dla ale co czy są być było tym tylko tego już ich jego jej może który która które oraz był była ze bardzo kiedy przed między lub gdy więc bez pod jako także jeszcze by ma mnie tak przy nad pan wszystko swoje roku został można dnia',
  cs: 'a v na se je že to s z o do i jako by ve si pro za ale od jeho která který které po být byl jsou při tak jen podle už aby nebo jak až však než není byla bylo co před mezi také roce kde když když jsem tento této jejich může ji mu ho její bez kteří protože pouze více můj jsme své ještě nebo',
  ro: 'de și în a la cu pe nu o că este din mai un care să pentru ce se sunt al s-a fi prin fost au era sau după ca dar lui cel am ei între său sa le lor când până acest această fără doar foarte toate unei ale cea ar avea poate asupra decât iar despre fie încă ori câte cele unui celor',
  tr: 've bir bu da de için ile çok o ne gibi daha en olarak kadar olan sonra ama her mi ya değil var ben ki ise şey diye onun şu yok bütün biz nasıl göre tarafından olduğu başka iki kendi zaman önce ancak veya hem olduğunu yeni arasında ilk bana böyle hiç onu sadece büyük ederek idi vardı',
  hu: 'a az és hogy nem is egy ez volt meg csak de mint már ki ezt azt még én el ha vagy van be kell lesz ami mert nagy le aki fel azonban minden után sem mind maga lehet igen más amely akkor között ezek által illetve majd úgy olyan itt két ezért során első nincs pedig voltak ahogy melyet',
  ru: 'и в не на что я с он как это по но они к из за то у все так его от же бы для о вы мы был если или ее её ещё еще быть есть уже до когда только этот ни был была было были без меня может чтобы них нет при со под этого который которые также более во год лет время между после где кто тем себя',
  uk: 'і в на не що з до та у як за це він від його але по про який для було є так вони був й або її зі її також ми ви при щоб може вже бути були якщо тільки між через під цього які яка ще там коли була років час під після дуже без всі тому має чи де хто їх свою буде мене',
}

/** Letters that, in their script, point at few languages. */
const tellingLetters: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
  [/ß/g, ['de']],
  [/[äöü]/g, ['de', 'fi', 'sv', 'tr', 'hu']],
  [/[æø]/g, ['da', 'no']],
  [/å/g, ['sv', 'da', 'no']],
  [/[ãõ]/g, ['pt']],
  [/[ñ¿¡]/g, ['es']],
  [/[łżźśńćąę]/g, ['pl']],
  [/[ěřůčžš]/g, ['cs']],
  [/[șşțţă]/g, ['ro', 'tr']],
  [/[ığ]/g, ['tr']],
  [/[őű]/g, ['hu']],
  [/[ыэёъ]/g, ['ru']],
  [/[іїєґ]/g, ['uk']],
  [/[èêœ]/g, ['fr', 'it']],
]

/** Scripts that one language of ours, or one at all, is written in. */
const scripts: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]

const languages = Object.keys(commonWords)
const isCyrillicLanguage = languages.map((language) => language === 'ru' || language === 'uk')

/** What a word says for a language that has it. */
interface Vote {
  /** Index into `languages`. */
  readonly language: number
  readonly weight: number
}

const votesOfWord: ReadonlyMap<string, readonly Vote[]> = weighWords()
/** The words of ASCII letters alone. */
const plainWords = [...votesOfWord.keys()].filter((word) => /^[a-z-]+$/.test(word))
const plainVotes: readonly (readonly Vote[])[] = plainWords.map((word) => votesOfWord.get(word) ?? [])
const asciiWords = new AsciiWords(plainWords)
const votesOfLetters = tellingLetters.map(([letters, having]) => ({
  letters,
  having: having.map((language) => languages.indexOf(language)),
}))

function weighWords(): ReadonlyMap<string, readonly Vote[]> {
  const having = new Map<string, Set<number>>()
  for (const [language, words] of Object.values(commonWords).entries())
    for (const word of words.split(' ')) having.set(word, (having.get(word) ?? new Set()).add(language))
  return new Map(
    [...having].map(([word, all]) => [
      word,
      [...all].map((language) => ({ language, weight: 1 / Math.sqrt(all.size) })),
    ]),
  )
}

/**
 * The language of a text as its two-letter code (ISO 639-1; Norwegian as 'no'); '' where the text is too short, holds no
 * sentences (a list, code), or is in a language that is not known here.
 */
export function languageOf(text: string): string {
  const plain = plainSampleOf(text)
  if (plain === null) return languageOfLetters(sampleOf(text).toLowerCase())
  const scores = new Float64Array(languages.length)
  const { words, letters } = asciiWords.each(plain, (number) => {
    for (const { language, weight } of plainVotes[number]) scores[language] += weight
  })
  return letters < LEAST_LETTERS || words < LEAST_WORDS ? '' : bestOf(scores, { words, isCyrillic: false })
}

/** Of a sample in small letters. */
function languageOfLetters(sample: string): string {
  // What most texts consist of needs no look at Unicode's tables.
  const beyond = sample.replace(/[\0-\x7f]+/g, '')
  const letters = asciiLetters(sample) + countOf(beyond, /\p{L}/gu)
  if (letters < LEAST_LETTERS) return ''
  const byScript = languageOfScript(beyond, letters)
  if (byScript !== '') return byScript
  const words = sample.match(unicodeWords) ?? []
  if (words.length < LEAST_WORDS) return ''
  const isCyrillic = countOf(beyond, /\p{Script=Cyrillic}/gu) > letters / 2
  return bestOf(scoresOf(words, beyond), { words: words.length, isCyrillic })
}

/**
 * Of small letters. What stands right behind a sign of addresses is none: 'com' and 'de' are among the commonest words of some
 * languages, and the ends of most hosts.
 */
const unicodeWords = /(?<![./@\p{L}\p{M}])[\p{L}\p{M}]+(?:-[\p{L}]\b)?/gu

function asciiLetters(sample: string): number {
  let count = 0
  for (let i = 0; i < sample.length; i++) {
    const unit = sample.charCodeAt(i)
    if (unit >= 0x61 && unit <= 0x7a) count++
  }
  return count
}

function countOf(text: string, pattern: RegExp): number {
  return text === '' ? 0 : (text.match(pattern)?.length ?? 0)
}

/** Where the samples of a text of so many UTF-16 units begin, and how long each is. */
function placesOf(length: number): { readonly starts: readonly number[]; readonly each: number } {
  if (length <= SAMPLE_LENGTH) return { starts: [0], each: length }
  const each = SAMPLE_LENGTH / SAMPLES
  const step = (length - each) / (SAMPLES - 1)
  return { starts: Array.from({ length: SAMPLES }, (_, i) => Math.floor(i * step)), each }
}

/** Pieces from all over a long text. */
function sampleOf(text: string): string {
  const { starts, each } = placesOf(text.length)
  return starts
    .map((start) => text.slice(start, start + each))
    .join('\n')
    .toWellFormed()
}

/** Memory of the thread for one sample after the other. */
const plainSample = new Uint8Array(SAMPLE_LENGTH + SAMPLES)

/** The same, a byte for a unit, where it has no other letters than those of ASCII; null for any other. */
function plainSampleOf(text: string): Uint8Array | null {
  const { starts, each } = placesOf(text.length)
  let length = 0
  for (const start of starts) {
    if (length > 0) plainSample[length++] = lineEnd
    for (let i = start; i < start + each; i++) {
      const unit = text.charCodeAt(i)
      const byte = unit < plainUnits.length ? plainUnits[unit] : notPlain
      if (byte === notPlain) return null
      plainSample[length++] = byte
    }
  }
  return plainSample.subarray(0, length)
}

const lineEnd = 10
const notPlain = 255

/** Units beyond ASCII that are signs in every language: quotation marks, dashes, arrows. ¿ and ¡ tell one. */
const plainSigns =
  /[\u0080-\u00a0\u00a2-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00be\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u23ff\u2500-\u25ff]/

/** By unit: the ASCII character that says the same of a text's language. */
const plainUnits = Uint8Array.from({ length: 0x2600 }, (_, unit) => {
  if (unit < 0x80) return unit
  return plainSigns.test(String.fromCharCode(unit)) ? lineEnd : notPlain
})

/** Kana make a text Japanese though most of its letters are Chinese. */
function languageOfScript(beyond: string, letters: number): string {
  for (const [language, pattern] of scripts) {
    const share = countOf(beyond, pattern) / letters
    if (share > (language === 'ja' ? 0.1 : 0.4)) return language
  }
  return ''
}

/** [languages] */
function scoresOf(words: readonly string[], beyond: string): Float64Array {
  const scores = new Float64Array(languages.length)
  for (const word of words) {
    const votes = votesOfWord.get(word)
    if (votes !== undefined) for (const { language, weight } of votes) scores[language] += weight
  }
  for (const { letters, having } of votesOfLetters) {
    const count = countOf(beyond, letters)
    for (const language of having) scores[language] += (count * 0.5) / Math.sqrt(having.length)
  }
  return scores
}

function bestOf(scores: Float64Array, { words, isCyrillic }: { words: number; isCyrillic: boolean }): string {
  let best = -1
  let bestScore = -Infinity
  let nextScore = -Infinity
  for (let i = 0; i < scores.length; i++) {
    if (isCyrillicLanguage[i] !== isCyrillic || scores[i] <= nextScore) continue
    if (scores[i] > bestScore) {
      nextScore = bestScore
      bestScore = scores[i]
      best = i
    } else nextScore = scores[i]
  }
  return bestScore < words * LEAST_SHARE || bestScore < nextScore * LEAST_LEAD ? '' : languages[best]
}
