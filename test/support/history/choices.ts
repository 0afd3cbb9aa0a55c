/** Choices that a list of numbers makes, one a number; where it ends, the first of everything: so a shorter list is a simpler history. */
export class Choices {
  readonly #numbers: readonly number[]
  #at = 0

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  number(below: number): number {
    const number = this.#numbers[this.#at] ?? 0
    this.#at++
    return number % below
  }

  of<T>(list: readonly T[]): T | undefined {
    return list[this.number(Math.max(1, list.length))]
  }

  /** One time in so many. */
  once(in_: number): boolean {
    return this.number(in_) === in_ - 1
  }

  /** Some of the list, in its order, the first at least. */
  some<T>(list: readonly T[], most: number): T[] {
    const size = 1 + this.number(most)
    const start = this.number(Math.max(1, list.length))
    return [...list.slice(start), ...list.slice(0, start)].slice(0, size)
  }
}
