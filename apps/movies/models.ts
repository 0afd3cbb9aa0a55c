import {
  CharField,
  DateField,
  ForeignKey,
  Index,
  type Many,
  ManyToManyField,
  Model,
  model,
  type One,
  objects,
} from 'strata-orm'
import { Director } from '../people/models'

@model({ ordering: ['name'] })
export class Genre extends Model {
  static readonly objects = objects(() => Genre)

  @CharField({ maxLength: 50, unique: true }) name!: string

  movies!: Many<Movie>
}

@model({ ordering: ['-releasedOn'], indexes: [Index({ fields: ['title'], name: 'movie_title_idx' })] })
export class Movie extends Model {
  static readonly objects = objects(() => Movie)

  @CharField({ maxLength: 100 }) title!: string
  @DateField({ null: true }) releasedOn!: Date | null
  @ForeignKey(() => Director, { onDelete: 'CASCADE', relatedName: 'movies' }) director!: One<Director>
  @ManyToManyField(() => Genre, { relatedName: 'movies' }) genres!: Many<Genre>
}
