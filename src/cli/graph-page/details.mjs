// What is told of a model and of a migration. `link` makes something that leads to another node.

export function make(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...inside)
  return made
}

function part(title, items) {
  return items.length === 0 ? [] : [make('h3', {}, title), make('ul', {}, ...items.map((item) => make('li', {}, item)))]
}

export function aboutModel(key, data, link) {
  const { table, fields } = data.models.find((model) => model.key === key)
  const rows = fields.map(({ name, type, column, notes }) =>
    make(
      'tr',
      {},
      make('td', {}, make('b', {}, name), make('div', { className: 'faint' }, column === name ? '' : (column ?? ''))),
      make('td', {}, type, make('div', { className: 'faint' }, notes.join(', '))),
    ),
  )
  const pointing = data.relations.filter(({ to }) => to === key).map(({ from, field }) => [from, field])
  const changing = data.migrations.filter(({ changes }) => changes.some(({ model }) => model === key))
  return [
    make('h2', {}, key),
    make('p', { className: 'faint' }, 'table ', make('code', {}, table)),
    make('h3', {}, 'Fields'),
    make('table', {}, make('tbody', {}, ...rows)),
    ...part(
      'Pointed at by',
      pointing.map(([from, field]) => make('span', {}, link('model', from), `.${field}`)),
    ),
    ...part(
      'Changed by',
      changing.map(({ app, name }) => link('migration', `${app}.${name}`)),
    ),
  ]
}

const signs = { new: '+', gone: '-', other: '~' }
const words = {
  applied: 'applied',
  unapplied: 'not applied',
  unrecorded: 'applied, not recorded',
  lost: 'without a file',
}

export function aboutMigration(key, data, link) {
  const { status, applied, file, dependencies, operations, changes } = data.migrations.find(
    ({ app, name }) => `${app}.${name}` === key,
  )
  const when = applied ? ` at ${applied.replace('T', ' ').slice(0, 19)} UTC` : ''
  return [
    make('h2', {}, key),
    make('p', {}, make('span', { className: 'mark' }, words[status] + when)),
    make('p', { className: 'faint' }, make('code', {}, file ?? '')),
    ...part(
      'Needs',
      dependencies.map((need) => link('migration', need)),
    ),
    ...part(
      'Changes',
      changes.map((one) => change(one, link)),
    ),
    make('h3', {}, 'Operations'),
    make('ol', {}, ...operations.map(operation)),
  ]
}

function change({ model, becomes, fields }, link) {
  const sign = (of) => make('span', { className: 'sign' }, signs[of])
  const names = fields.map((field) => make('div', {}, sign(field.becomes), make('code', {}, field.name)))
  return make('div', {}, sign(becomes), link('model', model), ...names)
}

function operation({ symbol, description, statements }) {
  const sql = statements.length === 0 ? [] : [make('pre', { tabIndex: 0 }, statements.join('\n'))]
  return make('li', {}, make('span', { className: 'sign' }, symbol), description, ...sql)
}
