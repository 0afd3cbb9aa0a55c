import fc from 'fast-check'
import { states, danglingRelations } from './state-arbitraries'
import { detect, described } from './build'
const show = (s: any) => [...s.models()].map((m: any) => m.key + '{' + [...m.fields].map(([n, f]: any) => n + ':' + f.type.name + JSON.stringify(f.options, (k, v) => typeof v === 'function' ? 'fn' : k==='type'?v.name:v)).join(', ') + '} ' + JSON.stringify(m.options, (k,v)=>k==='type'?v.name:v)).join('\n      ')
const r = fc.check(fc.property(fc.record({ from: states, to: states, salt: fc.nat(1) }), ({ from, to, salt }) => {
  require('fs').writeFileSync('/tmp/last.txt', 'FROM '+show(from)+'\nTO '+show(to)+salt); const { migrations } = detect({ from, to }, (question: any) => question.kind === 'one-off-default' ? { kind: 'value', value: 0 } : question.kind === 'shared-default' ? true : [...question.key].reduce((sum, letter) => sum + letter.charCodeAt(0), salt) % 2 === 0)
  let s = from
  for (const m of migrations) for (const o of m.operations) { s = o.apply(m.app, s); const d = danglingRelations(s); if (d.length) throw new Error('dangling ' + d + ' after ' + o.describe() + '\n' + described(migrations).join('\n')) }
  if (!s.equals(to)) throw new Error('not equal\n' + described(migrations).join('\n') + '\n' + show(s))
  const again = described(detect({ from: s, to }).migrations)
  if (again.length) throw new Error('again ' + again.join('\n'))
}), { numRuns: Number(process.argv[2] ?? 300) })
if (r.failed) { const c = r.counterexample![0]; console.log('FROM', show(c.from), '\nTO  ', show(c.to), '\nsalt', c.salt, '\n', (r.errorInstance as any)?.stack.slice(0, 2500)) } else console.log('ok', r.numRuns)
