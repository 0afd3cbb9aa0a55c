import { CharField, DateField, type Many, Model, model, objects } from 'strata-orm'
import type { Movie } from '../movies/models'

@model({ ordering: ['name'] })
export class Director extends Model {
  static readonly objects = objects(() => Director)

  @CharField({ maxLength: 100 }) name!: string
  @DateField({ null: true }) bornOn!: Date | null

  movies!: Many<Movie>
}
