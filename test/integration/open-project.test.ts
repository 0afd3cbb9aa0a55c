import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { variants } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const models = `import { CharField, ForeignKey, type Many, Model, model, type One, objects } from 'strata-orm'

@model()
export class Director extends Model {
  static readonly objects = objects(() => Director)
  @CharField({ maxLength: 100 }) name!: string
  films!: Many<Film>
}

@model({ ordering: ['title'] })
export class Film extends Model {
  static readonly objects = objects(() => Film)
  @CharField({ maxLength: 100 }) title!: string
  @ForeignKey(() => Director, { onDelete: 'CASCADE', relatedName: 'films' }) director!: One<Director>
}
`

const script = `import { openProject } from 'strata-orm'
import { Director, Film } from './apps/movies/models'

async function main() {
  const project = await openProject({ apps: ['apps/movies'], databases: { default: process.env.DATABASE_URL! } }, __dirname)
  const director = await Director.objects.create({ name: 'Cameron' })
  await Film.objects.bulkCreate([{ title: 'Titanic', director }, { title: 'Avatar', director }])
  const films = await Film.objects.filter({ director__name: 'Cameron' })
  const first = films[0]!
  console.log(films.map(({ title }) => title).join(), (await first.director).name, await director.films.count())
  await project.close()
}
void main()
`

variants((variant) => {
  describe('an open project', () => {
    test('has models that can be asked, and ends when it is closed', async () => {
      const url = variant.name === 'pglite' ? 'pglite:.strata/db' : variant.url
      const project = new ScenarioProject({ name: `open-${variant.name.replaceAll(' ', '-')}`, url })
      try {
        project.write('apps/movies/models.ts', models)
        project.write('ask.ts', script)
        await project.command({ variables: {}, words: ['ts-node', 'manage.ts', 'makemigrations'], answers: [] })
        await project.command({ variables: {}, words: ['ts-node', 'manage.ts', 'migrate'], answers: [] })
        const printed = await project.command({
          variables: { DATABASE_URL: url },
          words: ['ts-node', 'ask.ts'],
          answers: [],
        })
        assert.equal(printed.trim(), 'Avatar,Titanic Cameron 2')
      } finally {
        project.remove()
      }
    })
  })
})
