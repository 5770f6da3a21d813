# Calm output for the scripts: aligned steps with a mark and the time they took. Sourced, never run.
# Colours and the moving line appear on a terminal only.

if [[ -t 1 && ${TERM:-dumb} != dumb && -z ${NO_COLOR:-} ]]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m' live=true
else
    bold='' dim='' green='' red='' plain='' live=false
fi

# Steps are sentences of at most this many characters, so that the times stand in one column.
readonly step_width=58

# now: milliseconds since the epoch, without starting a process.
now() {
    local t=${EPOCHREALTIME/[.,]/}
    printf '%s' "${t%???}"
}

# duration MILLISECONDS: "84 ms", "3.2 s", "4 min 05 s".
duration() {
    local ms=$1
    if ((ms < 1000)); then
        printf '%d ms' "$ms"
    elif ((ms < 120000)); then
        printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
    else
        printf '%d min %02d s' $((ms / 60000)) $((ms / 1000 % 60))
    fi
}

heading() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
note() { printf '    %s%s%s\n' "$dim" "$1" "$plain"; }

# pending TEXT: what is being done now; replaced by the next line on a terminal, silent elsewhere.
pending() {
    if $live; then printf '\r\e[K  %s·%s %s' "$dim" "$plain" "$1"; fi
}

# done_step TEXT MILLISECONDS
done_step() {
    if $live; then printf '\r\e[K'; fi
    printf "  %s✓%s %-${step_width}s %s%12s%s\n" "$green" "$plain" "$1" "$dim" "$(duration "$2")" "$plain"
}

failed_step() {
    if $live; then printf '\r\e[K'; fi
    printf '  %s✗%s %s\n' "$red" "$plain" "$1"
}

# die MESSAGE: one line on standard error: what is wrong and the remedy.
die() {
    if $live; then printf '\r\e[K'; fi
    printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
    exit 1
}

# step TEXT COMMAND…: runs the command with its output kept in $log; the output is shown only when it fails.
step() {
    local text=$1 started status=0
    shift
    started=$(now)
    pending "$text …"
    "$@" >>"$log" 2>&1 || status=$?
    if ((status != 0)); then
        failed_step "$text"
        tail -n 25 "$log" | sed 's/^/    /' >&2
        die "\"$text\" failed (exit $status); the whole log: $log"
    fi
    done_step "$text" $(($(now) - started))
}
