import { StrataError } from '../base/errors'

type Code = (...given: readonly unknown[]) => never

const lost = new WeakSet<object>()

/** Stands for code of a migration whose file is gone: the operation is known, and what it called is not. */
export function lostCode(name: string): Code {
  const code: Code = () => {
    throw new LostCodeError(name)
  }
  lost.add(code)
  return Object.defineProperty(code, 'name', { value: name })
}

export function isLost(code: object): boolean {
  return lost.has(code)
}

export class LostCodeError extends StrataError {
  constructor(name: string) {
    super({
      code: 'operation.lost-code',
      message: `the code ${name} is gone with the file of its migration`,
      hint: 'Bring the file back: it may be on another branch.',
      facts: { name },
    })
  }
}
