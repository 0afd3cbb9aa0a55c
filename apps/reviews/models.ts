import {
  CharField,
  CheckConstraint,
  DateTimeField,
  ForeignKey,
  Model,
  model,
  type One,
  objects,
  PositiveSmallIntegerField,
  Q,
  TextField,
  UniqueConstraint,
} from 'strata-orm'
import { Movie } from '../movies/models'

@model({
  ordering: ['-created'],
  constraints: [
    CheckConstraint({ condition: Q({ rating__gte: 1, rating__lte: 5 }), name: 'review_rating_from_1_to_5' }),
    UniqueConstraint({ fields: ['movie', 'author'], name: 'review_once_per_author' }),
  ],
})
export class Review extends Model {
  static readonly objects = objects(() => Review)

  @ForeignKey(() => Movie, { onDelete: 'CASCADE', relatedName: 'reviews' }) movie!: One<Movie>
  @CharField({ maxLength: 80 }) author!: string
  @PositiveSmallIntegerField() rating!: number
  @TextField({ blank: true, default: '' }) text!: string
  @DateTimeField({ autoNowAdd: true }) created!: Date
}
