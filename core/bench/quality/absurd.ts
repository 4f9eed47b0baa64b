/* Questions that nothing in the documents answers: an answer to them should not claim to be one. */

export const absurdQueries: readonly string[] = [
  'purple elephants negotiating submarine insurance',
  'how to knit a sweater for a black hole',
  'recipe for fried moonlight with lemon',
  'tax deductions for unlicensed dragons',
  'best football stadiums on the floor of Lake Baikal',
  'why do left-handed toasters sing opera on Tuesdays',
  'qwzx vrlp jktb',
  'asdf asdf asdf asdf',
  'the colour of the number of silence squared',
  'emergency dentist for garden gnomes open Sunday',
  'wedding speech for a pair of quantum teapots',
  'marathon training plan for retired lighthouses',
  'how many umbrellas does it take to tile Saturn',
  'ski resort reviews written by goldfish',
  'penguin mortgage refinancing rates in Narnia',
  'telepathic sourdough starter warranty claim',
  'bus timetable to the inside of a violin',
  'xylophone surgery aftercare for vampires',
  'lease agreement between two clouds',
  'haircut styles of the periodic table',
]
