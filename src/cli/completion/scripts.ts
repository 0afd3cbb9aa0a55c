import type { Candidate } from './candidates'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** A candidate as the script of a shell reads it. */
export function candidateLine({ value, help }: Candidate, shell: Shell): string {
  if (shell === 'bash' || help === '') return value
  return shell === 'zsh' ? `${value.replaceAll(':', '\\:')}:${help}` : `${value}\t${help}`
}

/**
 * What a shell reads to complete the commands of a project. It finds `manage.ts` among the words, runs what stands up to
 * there, without npx, which takes its time, and asks it what the last word may become.
 */
export function completionScript(shell: Shell, script: string): string {
  return { bash, zsh, fish }[shell](script)
}

function bash(script: string): string {
  return `# ${script} in bash: put this into ~/.bashrc
#   eval "$(npx ts-node ${script} completion bash)"
_strata_complete() {
  local at run IFS=$'\\n'
  for ((at = 0; at < COMP_CWORD; at++)); do [[ \${COMP_WORDS[at]} == *${script} ]] && break; done
  ((at == COMP_CWORD)) && return
  run=("\${COMP_WORDS[@]:0:at+1}")
  [[ \${run[0]} == npx ]] && run=("\${run[@]:1}")
  COMPREPLY=($(PATH="$PWD/node_modules/.bin:$PATH" "\${run[@]}" completion bash -- \\
    "\${COMP_WORDS[@]:at+1:COMP_CWORD-at}" 2>/dev/null))
}
complete -o bashdefault -o default -F _strata_complete npx ts-node ${script} ./${script}
`
}

function zsh(script: string): string {
  return `# ${script} in zsh: put this into ~/.zshrc, after compinit
#   eval "$(npx ts-node ${script} completion zsh)"
_strata_complete() {
  local at=\${words[(i)*${script}]}
  (( at < CURRENT )) || { _default; return }
  local -a run found
  run=("\${(@)words[1,at]}")
  [[ $run[1] == npx ]] && shift run
  found=("\${(@f)$(PATH="$PWD/node_modules/.bin:$PATH" "\${run[@]}" completion zsh -- \\
    "\${(@)words[at+1,CURRENT]}" 2>/dev/null)}")
  found=(\${found:#})
  (( $#found )) && _describe '${script}' found || _default
}
compdef _strata_complete npx ts-node ${script}
`
}

function fish(script: string): string {
  return `# ${script} in fish: put this into ~/.config/fish/config.fish
#   npx ts-node ${script} completion fish | source
function __strata_at
  for at in (seq (count $argv))
    string match -q '*${script}' -- $argv[$at]; and echo $at; and return
  end
  return 1
end
function __strata_complete
  set -l words (commandline -opc)
  set -l at (__strata_at $words); or return
  set -l run $words[1..$at]
  test "$run[1]" = npx; and set -e run[1]
  env PATH="$PWD/node_modules/.bin:$PATH" $run completion fish -- $words[(math $at + 1)..-1] (commandline -ct) 2>/dev/null
end
for program in npx ts-node ${script}
  complete -c $program -f -n '__strata_at (commandline -opc) >/dev/null' -a '(__strata_complete)'
end
`
}
