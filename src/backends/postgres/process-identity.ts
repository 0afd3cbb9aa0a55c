import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'

/** A process, so that another one can find out later whether it still runs. */
export interface ProcessIdentity {
  readonly pid: number
  readonly host: string
  /** What a person would recognise: `manage.ts migrate`. */
  readonly command: string
  /** When the process started, in the kernel's ticks; tells a new process with an old pid apart. Linux only. */
  readonly startTick?: string | undefined
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), command: commandLine(), startTick: lookAt(process.pid)?.startTick }
}

/** Whether the process may still run. Of another host's processes nothing is known, so they do. */
export function mayRun({ pid, host, startTick }: ProcessIdentity): boolean {
  if (host !== hostname()) return true
  if (!exists(pid)) return false
  const seen = lookAt(pid)
  if (seen === undefined) return true
  // A killed process whose parent has not looked yet still answers to signals.
  if (seen.state === 'Z' || seen.state === 'X') return false
  return startTick === undefined || startTick === seen.startTick
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function lookAt(pid: number): { readonly state: string; readonly startTick: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTick] = [fields[0], fields[19]]
    return state === undefined || startTick === undefined ? undefined : { state, startTick }
  } catch {
    return undefined
  }
}

function commandLine(): string {
  const [program = 'node', script, ...args] = process.argv
  const words = [basename(script ?? program), ...args].join(' ')
  return words.replace(/:\/\/[^@\s/]*@/g, '://***@').slice(0, 200)
}
