import {
  BigAutoField,
  CharField,
  CheckConstraint,
  CreateModel,
  DateTimeField,
  ForeignKey,
  migration,
  PositiveSmallIntegerField,
  Q,
  TextField,
  UniqueConstraint,
} from 'strata-orm'

export default migration({
  initial: true,
  dependencies: [['movies', '0001_initial']],
  operations: [
    new CreateModel({
      name: 'Review',
      fields: {
        id: BigAutoField(),
        movie: ForeignKey('movies.Movie', { onDelete: 'CASCADE', relatedName: 'reviews' }),
        author: CharField({ maxLength: 80 }),
        rating: PositiveSmallIntegerField(),
        text: TextField({ default: '' }),
        created: DateTimeField({ autoNowAdd: true }),
      },
      options: {
        ordering: ['-created'],
        constraints: [
          CheckConstraint({
            condition: Q({ rating__gte: 1, rating__lte: 5 }),
            name: 'review_rating_from_1_to_5',
          }),
          UniqueConstraint({ fields: ['movie', 'author'], name: 'review_once_per_author' }),
        ],
      },
    }),
  ],
})
