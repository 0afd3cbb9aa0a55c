/** The code steps of the history, as people write them: with functions, constants, types and imports of their own. */

/** Two of the files have a `words` and a `pick`, which mean different things. */
export const firstPeople = `import { createHash } from 'node:crypto'
import { migration, RunCode } from 'strata-orm'
import type { CodeContext } from 'strata-orm'

const words = ['Ann', 'Bo', 'Cleo']

type Seed = { readonly name: string; readonly born: string }

/** The same for the same name, so that two runs agree. */
function pick(name: string): Seed {
  const digit = createHash('md5').update(name).digest()[0] ?? 0
  return { name, born: \`19\${50 + (digit % 50)}-01-31\` }
}

async function addPeople({ apps }: CodeContext): Promise<void> {
  const Person = apps.getModel('people', 'Person')
  for (const word of words) {
    const { name, born } = pick(word)
    await new Person({ name, born }).save()
  }
}

export default migration({
  dependencies: [DEPENDENCIES],
  operations: [
    new RunCode({ code: addPeople, reverseCode: RunCode.noop }),
  ],
})
`

export const fillSlugs = `import { type CodeContext, migration, RunCode } from 'strata-orm'

const words = ['north', 'south']

function pick(at: number): string {
  return words[at % words.length] ?? ''
}

async function addBooks({ apps }: CodeContext): Promise<void> {
  const Book = apps.getModel('catalog', 'Book')
  let made = 0
  for (const person of await apps.getModel('people', 'Person').objects.all().orderBy('name')) {
    await new Book({ title: \`Going \${pick(made++)}\`, author: person, length: 100 }).save()
  }
}

/** Lower case, no spaces. */
const slugOf = (title: string): string => title.toLowerCase().replace(/ /g, '-')

export default migration({
  dependencies: [DEPENDENCIES],
  operations: [
    new RunCode({ code: addBooks, reverseCode: RunCode.noop }),
    new RunCode({
      code: async ({ apps }) => {
        for await (const book of apps.getModel('catalog', 'Book').objects.all()) {
          book.slug = slugOf(String(book.title))
          await book.save()
        }
      },
      reverseCode: RunCode.noop,
    }),
  ],
})
`

export const prices = `import { migration, RunCode, RunSQL } from 'strata-orm'

export default migration({
  dependencies: [DEPENDENCIES],
  operations: [
    new RunCode({
      async code({ apps }) {
        const Copy = apps.getModel('shop', 'Copy')
        for await (const book of apps.getModel('catalog', 'Book').objects.all()) {
          await new Copy({ book, price: base * 2 }).save()
        }
      },
    }),
    new RunSQL({ sql: 'UPDATE shop_copy SET price = price + 1', reverseSql: RunSQL.noop }),
  ],
})

var base = 5
`

export const firstReviews = `import { type CodeContext, migration, RunCode } from 'strata-orm'

enum Stars {
  few = 1,
  many = 5,
}

class Judge {
  of(title: string): Stars {
    return title.includes('north') ? Stars.many : Stars.few
  }
}

export const judge = new Judge()

async function addReviews({ apps }: CodeContext): Promise<void> {
  const Review = apps.getModel('reviews', 'Review')
  for await (const book of apps.getModel('catalog', 'Book').objects.all()) {
    await new Review({ book, stars: judge.of(String(book.title)) }).save()
  }
}

export default migration({
  dependencies: [DEPENDENCIES],
  operations: [
    new RunCode({ code: addReviews, reverseCode: RunCode.noop }),
  ],
})
`

export const countStock = `import { type CodeContext, migration, RunCode } from 'strata-orm'

async function countStock({ apps }: CodeContext): Promise<void> {
  const Shelf = apps.getModel('shop', 'Shelf')
  const shelf = new Shelf({ place: 'A1' })
  await shelf.save()
  const books = await apps.getModel('shop', 'Copy').objects.all().count()
  await new (apps.getModel('shop', 'Stock'))({ shelf, books }).save()
}

export default migration({
  dependencies: [DEPENDENCIES],
  operations: [
    new RunCode({ code: countStock, reverseCode: RunCode.noop }),
  ],
})
`
