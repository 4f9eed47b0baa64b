import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomNumbers } from '../random.ts'

/** Words that belong together; a generated document stays with one of these subjects. */
const subjects = [
  'garden soil seed tomato compost water pruning harvest spring leaf root insect greenhouse fertiliser bloom shade',
  'bread flour yeast oven dough crust knead salt butter bakery proof loaf recipe sugar rise temperature',
  'harbour ship captain anchor sail storm cargo crew tide compass voyage deck rope island lighthouse wind',
  'court judge contract law witness appeal verdict clause evidence lawyer statute damages claim hearing party trial',
  'heart blood patient doctor treatment surgery disease nurse hospital symptom medicine diagnosis fever therapy clinic pain',
  'planet orbit telescope star gravity rocket comet galaxy moon satellite launch light mass observatory dust eclipse',
  'budget invoice tax payment account bank interest loan salary expense profit quarter audit revenue ledger debt',
  'server network packet cache thread memory compiler function variable module process database query index kernel socket',
  'election parliament vote president senate campaign minister policy citizen reform constitution candidate party debate law treaty',
  'violin orchestra melody rhythm concert piano composer singer harmony stage audience opera chord theatre tune score',
  'bridge concrete steel beam engineer load foundation river arch cable construction span tunnel cement crane road',
  'school teacher pupil lesson exam homework classroom library mathematics grammar university degree reading essay science history',
].map((words) => words.split(' '))

const joiners =
  'the a of and in to with for on by from that which is was are has as after before when between under more most this'.split(
    ' ',
  )

export interface Corpus {
  readonly files: number
  /** Bytes in one file, about. */
  readonly bytesPerFile: number
  readonly seed: number
}

/** Writes a seeded corpus of Markdown files below `folder`: the same options give the same bytes. */
export async function writeCorpus(folder: string, { files, bytesPerFile, seed }: Corpus): Promise<void> {
  const random = randomNumbers(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
  const sentence = (words: readonly string[]): string => {
    const length = 8 + Math.floor(random() * 12)
    const text = Array.from({ length }, () =>
      random() < 0.5 ? pick(joiners) : pick(random() < 0.9 ? words : pick(subjects)),
    ).join(' ')
    return `${text[0].toUpperCase()}${text.slice(1)}.`
  }
  for (let file = 0; file < files; file++) {
    const words = pick(subjects)
    let text = `# ${pick(words)} ${pick(words)} ${file}\n`
    while (text.length < bytesPerFile) {
      if (random() < 0.2) text += `\n## ${pick(words)} and ${pick(words)}\n`
      text += `\n${Array.from({ length: 3 + Math.floor(random() * 5) }, () => sentence(words)).join(' ')}\n`
    }
    const place = join(folder, `part-${Math.floor(file / 100)}`)
    await mkdir(place, { recursive: true })
    await writeFile(join(place, `note-${file}.md`), text)
  }
}
