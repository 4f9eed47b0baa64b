import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Thirteen documents, all but one short, each about something else, as a person might have them. Path in the folder → text. */
const documents: Readonly<Record<string, string>> = {
  'house/heat-pump.md':
    '# Heat pump service\n\n## Findings\n\nThe technician checked the heat pump in the cellar. The compressor was ' +
    'noisy and a bearing was replaced.\n\n## Costs\n\nThe yearly maintenance contract is 180 euros.\n',
  'house/insurance.txt':
    'Household insurance. Water damage caused by a burst pipe is covered up to 50,000 euros; flooding from rivers is not.\n',
  'house/garden.txt':
    'Tomatoes need sun and a sheltered bed. Sow them indoors in March and plant them out after the frost.\n',
  'kitchen/bread.md':
    '# Sourdough bread\n\nKnead flour, water and salt with the starter, let the dough rest overnight and bake the ' +
    'loaf for forty minutes in a hot oven.\n',
  'kitchen/curry.md': '# Lentil curry\n\nFry onions, ginger and cumin, add red lentils and coconut milk and simmer.\n',
  'travel/norway.txt':
    'The ferry to Bergen leaves in the evening. We booked a cabin and want to hike along the fjords.\n',
  'travel/passport.txt': 'Passports are renewed at the town hall. Bring a photograph; it takes about three weeks.\n',
  'work/contract.txt':
    'Either party may end the employment with a notice period of three months to the end of a quarter.\n',
  'work/meeting.md':
    '# Minutes of the board\n\nThe budget for the new warehouse was approved and building starts in May.\n',
  'health/vaccination.txt': 'Tetanus and measles vaccinations were refreshed by the family doctor in autumn.\n',
  'music/piano.txt': 'Practise scales slowly with a metronome, then the Chopin nocturne with both hands.\n',
  'travel/diary.md': diary(),
  'code/sort.ts':
    '/** Sorts numbers in place by merging sorted runs. */\nexport function mergeSort(values: number[]): number[] {\n' +
    '  return values.toSorted((a, b) => a - b)\n}\n',
}

export const documentCount = Object.keys(documents).length

/** Writes the documents into a folder. */
export function writeDocuments(folder: string): void {
  for (const [name, text] of Object.entries(documents)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

/** Long enough for several passages about the same. */
function diary(): string {
  const days = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']
  const lines = days.map(
    (day) =>
      `## The ${day} day of the journey\n\n` +
      `This diary of the long journey goes on: on the ${day} day we walked from the inn to the next village. `.repeat(
        6,
      ),
  )
  return `# Diary of a long journey\n\n${lines.join('\n\n')}\n`
}
