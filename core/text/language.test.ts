import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languageOf } from './language.ts'

/* Article 1 of the Universal Declaration of Human Rights. */
const article: Readonly<Record<string, string>> = {
  en: 'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.',
  de: 'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.',
  fr: 'Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.',
  es: 'Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.',
  it: 'Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.',
  pt: 'Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.',
  nl: 'Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.',
  sv: 'Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och samvete och bör handla gentemot varandra i en anda av gemenskap.',
  da: 'Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd. Enhver har krav på alle de rettigheder, som nævnes i denne erklæring, uden forskelsbehandling af nogen art, for eksempel på grund af race, sprog eller religion.',
  no: 'Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft og samvittighet og bør handle mot hverandre i brorskapets ånd. Enhver har krav på alle de rettigheter og friheter som er nevnt i denne erklæring, uten forskjell av noen art, for eksempel på grunn av rase, språk eller religion.',
  fi: 'Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.',
  pl: 'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.',
  cs: 'Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.',
  ro: 'Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.',
  ru: 'Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
  uk: 'Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.',
  el: 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης.',
  tr: 'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.',
  hu: 'Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.',
  ja: 'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。',
  zh: '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。',
}

describe('the language of a text', () => {
  test.each(Object.entries(article))('is %s', (language, text) => expect(languageOf(text)).toBe(language))

  test('is unknown for what is short, a list of names, or code', () => {
    expect(languageOf('')).toBe('')
    expect(languageOf('Invoice 2024-17')).toBe('')
    expect(languageOf('Ann Bob Charlotte Dorothea Edward Francesca Gustav Henrietta')).toBe('')
    const code = 'const x = foo(bar, baz)\nreturn x.map((y) => y * 2).filter(Boolean)\nlet i = 0\nimport fs\n'
    expect(languageOf(code.repeat(20))).toBe('')
  })

  test('is not told by the ends of addresses', () => {
    expect(languageOf('Tides today\nnews.example.com tides')).toBe('')
    expect(languageOf('ann@example.com, bob@example.com, carl@example.com, dora@example.com')).toBe('')
  })

  test('does not change with the signs around its words, nor with capitals', () => {
    for (const [language, text] of Object.entries(article)) {
      const typeset = text.replaceAll(' ', ' – ').replace(/^/, '“').replace(/$/, '” …')
      expect(languageOf(typeset)).toBe(language)
      expect(languageOf(`${text}\n→ §`)).toBe(language)
    }
    expect(languageOf(article.en.toUpperCase())).toBe('en')
  })

  test('is that of most of a long text, whatever its beginning', () => {
    expect(languageOf(`${article.en} ${`${article.de}\n`.repeat(200)}`)).toBe('de')
  })
})

const folder = new URL('../../../data/retrieval/xquad', import.meta.url).pathname

describe.skipIf(!existsSync(folder))('the language of real paragraphs (../data/retrieval/xquad)', () => {
  test.each(['en', 'de', 'es', 'el', 'ro', 'ru', 'tr', 'zh', 'ar', 'hi', 'th'])(
    '%s in at least 98 of 100',
    (language) => {
      const paragraphs = paragraphsOf(language)
      const right = paragraphs.filter((text) => languageOf(text) === language)
      expect(right.length / paragraphs.length).toBeGreaterThanOrEqual(0.98)
    },
  )
})

function paragraphsOf(language: string): string[] {
  // SQuAD's shape.
  const { data } = JSON.parse(readFileSync(join(folder, `xquad.${language}.json`), 'utf8')) as {
    readonly data: readonly { readonly paragraphs: readonly { readonly context: string }[] }[]
  }
  return data.flatMap(({ paragraphs }) => paragraphs.map(({ context }) => context))
}
