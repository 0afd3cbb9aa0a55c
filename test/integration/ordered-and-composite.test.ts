import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { AnyClass } from '../../src/base/metadata'
import { BigAutoField, CharField, CompositePrimaryKey, DateField, ForeignKey, IntegerField } from '../../src/fields'
import type { One } from '../../src/fields/relation'
import { Model } from '../../src/models/model'
import { installRelations } from '../../src/models/relations'
import type { HistoricalRow } from '../../src/query/historical'
import { historicalApps } from '../../src/query/historical'
import { objects } from '../../src/query/manager'
import type { Many } from '../../src/query/related-rows'
import type { Database } from '../../src/sql/database'
import { F } from '../../src/sql/functions'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import { variants } from '../support/database'
import { createAll } from '../support/schema'

const id = ['id', BigAutoField({ primaryKey: true })] as const
const name = ['name', CharField({ maxLength: 20 })] as const

const state = ProjectState.of([
  new ModelState({ app: 'hotel', name: 'Room', fields: [id, name] }),
  new ModelState({
    app: 'hotel',
    name: 'Task',
    fields: [id, name, ['room', ForeignKey('hotel.Room', { onDelete: 'CASCADE', null: true, relatedName: 'tasks' })]],
    options: { orderWithRespectTo: 'room' },
  }),
  new ModelState({ app: 'hotel', name: 'Chore', fields: [], options: { proxy: true }, bases: ['hotel.Task'] }),
  new ModelState({
    app: 'hotel',
    name: 'Step',
    fields: [id, ['task', ForeignKey('hotel.Task', { onDelete: 'CASCADE', relatedName: 'steps' })]],
  }),
  new ModelState({
    app: 'hotel',
    name: 'Booking',
    fields: [
      ['pk', CompositePrimaryKey(['room', 'day'])],
      ['room', ForeignKey('hotel.Room', { onDelete: 'CASCADE', relatedName: 'bookings' })],
      ['day', DateField()],
      ['guests', IntegerField({ default: 1 })],
      ['cleaner', ForeignKey('hotel.Room', { onDelete: 'SET_NULL', null: true, relatedName: 'cleaned' })],
    ],
  }),
])

class Room extends Model {
  static readonly objects = objects(() => Room)
  name!: string
  tasks!: Many<Task>
  bookings!: Many<Booking>
  cleaned!: Many<Booking>
}

class Task extends Model {
  static readonly objects = objects(() => Task)
  name!: string
  room!: One<Room> | null
  _order!: number
}

class Booking extends Model<[number, Date]> {
  static readonly objects = objects(() => Booking)
  override pk!: [number, Date]
  room!: One<Room>
  day!: Date
  guests!: number
  cleaner!: One<Room> | null
}

const classes: Readonly<Record<string, AnyClass>> = { 'hotel.Room': Room, 'hotel.Task': Task, 'hotel.Booking': Booking }
const [first, second] = [new Date('2026-01-01'), new Date('2026-01-02')]

variants(({ open }) => {
  const sent: string[] = []

  async function start(): Promise<{ db: Database; red: Room; blue: Room }> {
    const connection = await open()
    await createAll(connection, state)
    const db = toDatabase(connection)
    const recorded: Database = {
      ...db,
      get inTransaction() {
        return db.inTransaction
      },
      run(statement) {
        sent.push(statement.sql)
        return db.run(statement)
      },
    }
    for (const [key, cls] of Object.entries(classes)) {
      const binding = { key, state, database: async () => recorded, classOf: (other: string) => classes[other] }
      installRelations(cls, state.model(key), binding)
    }
    const [red, blue] = await Room.objects.bulkCreate([{ name: 'Red' }, { name: 'Blue' }])
    assert.ok(red && blue)
    sent.length = 0
    return { db, red, blue }
  }

  describe('a model with orderWithRespectTo', () => {
    const places = () => Task.objects.orderBy('name').valuesList('name', '_order')

    test('gives each new row the next place among those with the same relation', async () => {
      const { red, blue } = await start()
      const made = await Task.objects.create({ name: 'a', room: red })
      assert.equal(made._order, 0)
      await Task.objects.create({ name: 'b', room: red })
      await red.tasks.create({ name: 'c' })
      await new Task({ name: 'd', room: blue }).save()
      await Task.objects.create({ name: 'e' })
      await Task.objects.create({ name: 'f', room: null })
      await Task.objects.filter({ name: 'b' }).delete()
      await Task.objects.create({ name: 'g', room: red })
      assert.deepEqual(await places(), [
        ['a', 0],
        ['c', 2],
        ['d', 0],
        ['e', 0],
        ['f', 1],
        ['g', 3],
      ])
    })

    test('does so for many rows in one statement more', async () => {
      const { red, blue } = await start()
      await Task.objects.create({ name: 'a', room: red })
      sent.length = 0
      const rows = Array.from({ length: 40 }, (_, i) => ({ name: `t${i}`, room: i % 2 ? red : blue.id }))
      const made = await Task.objects.bulkCreate([...rows, { name: 'n' }])
      assert.equal(sent.length, 2)
      assert.deepEqual(
        made.slice(0, 4).map(({ _order }) => _order),
        [0, 1, 1, 2],
      )
      assert.deepEqual(
        made.slice(-2).map(({ _order }) => _order),
        [20, 0],
      )
      const batches = await Task.objects.bulkCreate(rows, { batchSize: 7 })
      assert.equal(batches.at(-1)?._order, 40)
      assert.equal(new Set((await Task.objects.valuesList('room', '_order')).map(String)).size, 82)
    })

    test('does so for hundreds of relations', async () => {
      await start()
      const rooms = await Room.objects.bulkCreate(Array.from({ length: 250 }, (_, i) => ({ name: `r${i}` })))
      const rows = rooms.flatMap((room) => [0, 1].map((i) => ({ name: `t${i}`, room })))
      await Task.objects.bulkCreate(rows)
      const made = await Task.objects.bulkCreate(rows)
      assert.ok(made.every(({ _order }, i) => _order === 2 + (i % 2)))
    })

    test('leaves a row that is saved again where it is', async () => {
      const { red, blue } = await start()
      for (const each of ['a', 'b']) await Task.objects.create({ name: each, room: red })
      const read = await Task.objects.get({ name: 'a' })
      assert.deepEqual({ ...read }, { id: read.id, name: 'a', room_id: red.id, _order: 0 })
      read.name = 'A'
      read.room = blue
      await read.save()
      read._order = 5
      await read.save({ fields: ['_order'] })
      await read.refreshFromDb()
      assert.equal(read._order, 5)
      assert.equal(await Task.objects.filter({ _order__gt: 1 }).update({ _order: 7 }), 1)
      assert.deepEqual(await places(), [
        ['A', 7],
        ['b', 1],
      ])
    })

    test('keeps a place that is given, and gives a copy of a row one of its own', async () => {
      const { red } = await start()
      const given = await Task.objects.create({ name: 'a', room: red, _order: 4 })
      assert.equal(given._order, 4)
      const copy = await Task.objects.get({ pk: given.pk })
      copy.name = 'b'
      copy.id = undefined as never
      await copy.save()
      assert.equal(copy._order, 5)
      await copy.delete()
      await copy.save()
      assert.deepEqual(await places(), [
        ['a', 4],
        ['b', 5],
      ])
    })

    test('is ordered by the places, and so is what is ordered by a relation to it', async () => {
      const { db, red } = await start()
      const [a, b] = await Task.objects.bulkCreate([
        { name: 'a', room: red, _order: 1 },
        { name: 'b', room: red, _order: 0 },
      ])
      assert.ok(a && b)
      assert.deepEqual(await red.tasks.valuesList('name', { flat: true }), ['b', 'a'])
      assert.equal((await Task.objects.last())?.name, 'a')
      const apps = historicalApps(state, db)
      const steps = apps.getModel('hotel', 'Step').objects
      await steps.bulkCreate([{ task: a.id }, { task: b.id }])
      assert.deepEqual(await steps.orderBy('task').valuesList('task', { flat: true }), [b.id, a.id])
      assert.deepEqual(await apps.getModel('hotel', 'Chore').objects.valuesList('name', { flat: true }), ['b', 'a'])
    })

    test('does all that in data migrations too', async () => {
      const { db, red } = await start()
      const apps = historicalApps(state, db)
      const [Old, Chore] = [apps.getModel('hotel', 'Task'), apps.getModel('hotel', 'Chore')]
      await Old.objects.create({ name: 'a', room: red.id })
      await new Old({ name: 'b', room: red.id }).save()
      await Chore.objects.bulkCreate([{ name: 'c', room: red.id }])
      const read = await Old.objects.get({ name: 'c' })
      assert.equal(read._order, 2)
      await read.save()
      assert.deepEqual(await Old.objects.valuesList('name', '_order'), [
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ])
    })
  })

  describe('a composite key', () => {
    async function bookings(): Promise<Awaited<ReturnType<typeof start>>> {
      const started = await start()
      const { red, blue } = started
      await Booking.objects.bulkCreate([
        { room: red, day: first },
        { room: red, day: second, cleaner: blue },
        { pk: [blue.id, first], cleaner: red },
      ])
      sent.length = 0
      return started
    }

    test('is not needed to find nothing', async () => {
      await bookings()
      const none = Booking.objects.none()
      assert.deepEqual(await none, [])
      assert.equal(await none.count(), 0)
      assert.equal(await none.filter({ room__name: 'Red' }).update({ guests: 2 }), 0)
      assert.equal(await none.slice(0, 1).delete(), 0)
      assert.equal(await Booking.objects.slice(0, 0).delete(), 0)
      assert.deepEqual(sent, [])
      assert.equal(await Booking.objects.filter({ pk__in: none }).exists(), false)
    })

    test('finds rows', async () => {
      const { red, blue } = await bookings()
      const found = await Booking.objects.get({ pk: [red.id, second] })
      assert.deepEqual(found.pk, [red.id, second])
      assert.ok(found.isSameRow(await Booking.objects.get({ room: red, day: second })))
      const guests = async (query: PromiseLike<Booking[]>) => (await query).map(({ pk: [room, day] }) => [room, +day])
      const [a, b, c] = [
        [red.id, +first],
        [red.id, +second],
        [blue.id, +first],
      ]
      const all = Booking.objects.orderBy('pk')
      assert.deepEqual(await guests(all), [a, b, c])
      assert.deepEqual(await guests(all.reverse()), [c, b, a])
      assert.deepEqual(await guests(all.filter({ pk: [blue.id, first] })), [c])
      assert.deepEqual(await guests(all.exclude({ pk: [blue.id, first] })), [a, b])
      const keys: [number, Date][] = [
        [red.id, first],
        [blue.id, first],
        [blue.id, second],
      ]
      assert.deepEqual(await guests(all.filter({ pk__in: keys })), [a, c])
      assert.deepEqual(await guests(all.exclude({ pk__in: keys })), [b])
      assert.deepEqual(await guests(all.filter({ pk__in: [] })), [])
      assert.deepEqual(await guests(all.filter({ pk__gt: [red.id, first] })), [b, c])
      assert.deepEqual(await guests(all.filter({ pk__in: Booking.objects.filter({ cleaner__name: 'Blue' }) })), [b])
      assert.deepEqual(await guests(all.filter({ pk__in: Booking.objects.orderBy('-pk').slice(0, 1) })), [c])
      assert.deepEqual(await Room.objects.filter({ cleaned: found as never }).valuesList('name', { flat: true }), [
        'Blue',
      ])
      assert.equal(await Room.objects.filter({ cleaned__pk: [red.id, second] }).count(), 1)
      assert.equal(await Room.objects.filter({ bookings__isnull: false }).count(), 2)
    })

    test('is a list among values', async () => {
      const { red, blue } = await bookings()
      const all = Booking.objects.orderBy('pk')
      assert.deepEqual(await all.slice(0, 1).values('guests', 'pk', 'room__name'), [
        { guests: 1, pk: [red.id, first], room__name: 'Red' },
      ])
      assert.deepEqual(await all.reverse().slice(0, 1).valuesList('pk', 'guests'), [[[blue.id, first], 1]])
      assert.deepEqual(await all.slice(1, 2).valuesList('pk', { flat: true }), [[red.id, second]])
      await Room.objects.create({ name: 'Empty' })
      assert.deepEqual(await Room.objects.filter({ name: 'Empty' }).valuesList('bookings__pk', { flat: true }), [null])
    })

    test('lets slices and filters over relations be updated and deleted', async () => {
      await bookings()
      assert.equal(await Booking.objects.orderBy('-pk').slice(0, 2).update({ guests: 5 }), 2)
      assert.equal(await Booking.objects.filter({ room__name: 'Red' }).update({ cleaner: null }), 2)
      assert.deepEqual(await Booking.objects.orderBy('pk').valuesList('guests', { flat: true }), [1, 5, 5])
      assert.equal(await Booking.objects.filter({ cleaner__name: 'Red' }).delete(), 1)
      assert.equal(await Booking.objects.orderBy('pk').slice(0, 1).delete(), 1)
      assert.deepEqual(await Booking.objects.valuesList('guests', { flat: true }), [5])
    })

    test('relates rows', async () => {
      const { red, blue } = await bookings()
      const [a, b, c] = await Booking.objects.orderBy('pk')
      assert.ok(a && b && c)
      await red.cleaned.add(a)
      assert.equal(await red.cleaned.count(), 2)
      assert.equal(a.cleaner, red)
      await red.cleaned.set([a, b.pk])
      assert.deepEqual(await red.cleaned.orderBy('pk').valuesList('pk', { flat: true }), [a.pk, b.pk])
      await red.cleaned.remove(b)
      assert.deepEqual(await red.cleaned.valuesList('pk', { flat: true }), [a.pk])
      assert.equal(await blue.cleaned.exists(), false)
    })

    test('is set as one, and asked for when something else is given', async () => {
      const { red } = await bookings()
      const [made, isNew] = await Booking.objects.getOrCreate({ pk: [red.id, new Date('2026-03-01')] })
      assert.ok(isNew && made.day.getUTCMonth() === 2)
      made.pk = [red.id, new Date('2026-04-01')]
      await made.save()
      assert.equal(await Booking.objects.filter({ room: red }).count(), 4)
      const list = /the 2 parts of the key as a list/
      assert.throws(() => Booking.objects.new({ pk: 1 as never }), { code: 'query.not-writable' })
      await assert.rejects(async () => Booking.objects.filter({ pk: 1 as never }), { message: list })
      await assert.rejects(async () => Booking.objects.filter({ pk: [1] as never }), { message: list })
      const wrong = { pk__icontains: 'x' } as never
      await assert.rejects(async () => Booking.objects.filter(wrong), { code: 'query.unknown-lookup' })
      await assert.rejects(async () => Booking.objects.filter({ guests__in: Booking.objects.all() }), {
        message: /takes a query set with 1 value a row, not an object \(QuerySet\)/,
      })
    })

    test('does all that in data migrations too', async () => {
      const { db, red } = await bookings()
      const Old = historicalApps(state, db).getModel('hotel', 'Booking').objects
      const row: HistoricalRow = await Old.get({ pk: [red.id, first] })
      assert.deepEqual(row.pk, [red.id, first])
      assert.equal(await Old.filter({ pk__in: [row.pk, row.pk] }).update({ guests: 3 }), 1)
      assert.equal(await Old.filter({ room__name: 'Red', guests: F('guests') }).delete(), 2)
    })
  })
})
