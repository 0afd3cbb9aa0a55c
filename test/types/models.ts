import {
  CharField,
  CompositePrimaryKey,
  DateField,
  DecimalField,
  ForeignKey,
  IntegerField,
  JSONField,
  ManyToManyField,
  UUIDField,
} from '../../src/fields'
import type { One } from '../../src/fields/relation'
import { Model } from '../../src/models/model'
import { Manager, objects } from '../../src/query/manager'
import type { Many } from '../../src/query/related-rows'

export class Person extends Model {
  static readonly objects = objects(() => Person)

  @CharField({ maxLength: 100 }) name!: string
  @IntegerField({ null: true }) birthYear!: number | null
  @ForeignKey(() => Person, { onDelete: 'SET_NULL', null: true, relatedName: 'pupils' }) mentor!: One<Person> | null

  films!: Many<Film>
  pupils!: Many<Person>

  get initials(): string {
    return this.name.slice(0, 1)
  }

  greet(): string {
    return `Hello ${this.name}`
  }
}

export class Genre extends Model {
  static readonly objects = objects(() => Genre)

  @CharField({ maxLength: 40 }) name!: string

  films!: Many<Film>
}

export class Films extends Manager<Film> {
  good() {
    return this.filter({ rating__gte: 4 })
  }
}

export class Film extends Model {
  static readonly objects = new Films(() => Film)

  @CharField({ maxLength: 200 }) title!: string
  @CharField({ maxLength: 2, choices: ['G', 'PG'] }) audience!: 'G' | 'PG'
  @IntegerField({ null: true }) rating!: number | null
  @DecimalField({ maxDigits: 6, decimalPlaces: 2 }) price!: string
  @DateField({ null: true }) releasedOn!: Date | null
  @JSONField() facts!: Record<string, unknown>
  @ForeignKey(() => Person, { onDelete: 'CASCADE', relatedName: 'films' }) director!: One<Person>
  @ForeignKey(() => Person, { onDelete: 'SET_NULL', null: true, relatedName: '+' }) producer!: One<Person> | null
  @ManyToManyField(() => Genre, { relatedName: 'films' }) genres!: Many<Genre>
}

/** A key of the model's own, under the name `id`. */
export class Ticket extends Model<string> {
  static readonly objects = objects(() => Ticket)

  @UUIDField({ primaryKey: true }) id!: string
  @ForeignKey(() => Film, { onDelete: 'CASCADE' }) film!: One<Film>
}

/** Of a model that extends another, the manager stands in the place of the other's. */
export class Pass extends Ticket {
  static override readonly objects = objects(() => Pass)

  @IntegerField() days!: number
}

/** And under another name. */
export class Book extends Model<string> {
  static readonly objects = objects(() => Book)

  @CharField({ maxLength: 13, primaryKey: true }) isbn!: string
}

/** Of several fields. */
export class Screening extends Model<[number, Date]> {
  static readonly objects = objects(() => Screening)

  @CompositePrimaryKey(['screen', 'day']) override pk!: [number, Date]
  @IntegerField() screen!: number
  @DateField() day!: Date
  @ForeignKey(() => Film, { onDelete: 'CASCADE' }) film!: One<Film>
}
