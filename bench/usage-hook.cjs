// Required first in a measured process: when it ends, it notes what it used in the file that STRATA_BENCH_USAGE names.
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1e6
  writeFileSync(process.env.STRATA_BENCH_USAGE, JSON.stringify({ cpu, memory: peak() ?? maxRSS / 1024 }))
})

// In MiB. The kernel's `maxRSS` starts at the peak of the process that started this one, which may be the larger.
function peak() {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
  } catch {
    return undefined
  }
}
