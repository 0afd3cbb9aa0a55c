import fc from 'fast-check'
import { statesOfOneApp as states, danglingRelations } from './state-arbitraries'
import { detect, described, state } from './build'
import { ProjectState } from '../../src/state/project-state'
import { optimize } from '../../src/migrations/optimizer'
const show = (s: any) => [...s.models()].map((m: any) => m.key + '{' + [...m.fields].map(([n, f]: any) => n + ':' + f.type.name + JSON.stringify(f.options, (k, v) => typeof v === 'function' ? 'fn' : k==='type'?v.name:v)).join(', ') + '} ' + JSON.stringify(m.options, (k,v)=>k==='type'?v.name:v)).join('\n      ')
const only = (fields: any) => [...fields.values()].every(({ options }: any) => [options.to, options.through].every((k) => k === undefined || k.startsWith('a.A')))
const ans = (salt: number) => (question: any) => question.kind === 'one-off-default' ? { kind: 'value' as const, value: 0 } : question.kind === 'shared-default' ? true : [...question.key].reduce((sum, letter) => sum + letter.charCodeAt(0), salt) % 2 === 0
const r = fc.check(fc.property(fc.array(states, { minLength: 2, maxLength: 4 }), fc.nat(1), (path, salt) => {
  const alone = path
  const history = alone.flatMap((to, i) => detect({ from: alone[i - 1] ?? ProjectState.empty, to }, ans(salt)).migrations.flatMap((m) => m.operations))
  const walk = (ops: any) => { let s = ProjectState.empty; for (const o of ops) { s = o.apply('a', s); const d = danglingRelations(s); if (d.length) throw new Error('dangling ' + d + ' after ' + o.describe() + '\n' + ops.map((o: any) => o.describe()).join('\n') + '\nHISTORY\n' + history.map((o: any) => o.describe()).join('\n')) } return s }
  let end; try { end = walk(history) } catch (e: any) { e.message = 'HISTORY BAD ' + e.message; throw e }
  const o = optimize(history, 'a')
  let e2; try { e2 = walk(o) } catch (e: any) { e.stack += '\n' + o.map((o: any) => o.describe()).join('\n') + '\nHISTORY\n' + history.map((o: any) => o.describe()).join('\n'); throw e }
  if (!e2.equals(end)) throw new Error('not equal\n' + o.map((o: any) => o.describe()).join('\n') + '\n' + show(e2) + '\nHISTORY\n' + history.map((o: any) => o.describe()).join('\n') + '\n' + show(end))
  if (optimize(o, 'a').length !== o.length) throw new Error('not fixed')
}), { numRuns: Number(process.argv[2] ?? 300) })
if (r.failed) { console.log(r.counterexample![0].map(show).join('\n---\n'), r.counterexample![1], '\n', (r.errorInstance as any)?.stack.slice(0, 3500)) } else console.log('ok', r.numRuns)
