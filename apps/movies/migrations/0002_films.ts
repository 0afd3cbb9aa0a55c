import { migration, RunCode, type CodeContext } from 'strata-orm'

const films = [
  { title: 'Avatar', releasedOn: new Date('2009-12-18'), director: 'James Cameron' },
  { title: 'Star Wars', releasedOn: new Date('1977-05-25'), director: 'George Lucas' },
  { title: 'Terminator', releasedOn: new Date('1984-10-26'), director: 'James Cameron' },
  { title: 'Titanic', releasedOn: new Date('1997-12-19'), director: 'James Cameron' },
]

async function insertFilms({ apps }: CodeContext): Promise<void> {
  const Director = apps.getModel('people', 'Director')
  const Movie = apps.getModel('movies', 'Movie')
  for (const { title, releasedOn, director: name } of films) {
    const [director] = await Director.objects.getOrCreate({ name })
    await Movie.objects.create({ title, releasedOn, director })
  }
}

/** Directors stay: others may have found them here. */
async function deleteFilms({ apps }: CodeContext): Promise<void> {
  const Movie = apps.getModel('movies', 'Movie')
  await Movie.objects.filter({ title__in: films.map(({ title }) => title) }).delete()
}

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [
    new RunCode({ code: insertFilms, reverseCode: deleteFilms }),
  ],
})
