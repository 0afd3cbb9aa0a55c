import {
  BigAutoField,
  CharField,
  CreateModel,
  DateField,
  ForeignKey,
  Index,
  ManyToManyField,
  migration,
} from 'strata-orm'

export default migration({
  initial: true,
  dependencies: [['people', '0001_initial']],
  operations: [
    new CreateModel({
      name: 'Genre',
      fields: {
        id: BigAutoField(),
        name: CharField({ maxLength: 50, unique: true }),
      },
      options: { ordering: ['name'] },
    }),
    new CreateModel({
      name: 'Movie',
      fields: {
        id: BigAutoField(),
        title: CharField({ maxLength: 100 }),
        releasedOn: DateField({ null: true }),
        director: ForeignKey('people.Director', { onDelete: 'CASCADE', relatedName: 'movies' }),
        genres: ManyToManyField('movies.Genre', { relatedName: 'movies' }),
      },
      options: {
        ordering: ['-releasedOn'],
        indexes: [Index({ fields: ['title'], name: 'movie_title_idx' })],
      },
    }),
  ],
})
