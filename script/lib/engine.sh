# The parts of the quick start that make something run, and their undoing. Sourced by script/quickstart.

# as_root_again ARGUMENTS…: continues as root where the caller is not; "server" and "dblab" are found in .build.
as_root_again() {
    ((EUID != 0)) || return 0
    command -v sudo >/dev/null || die 'this needs root (it mounts a pool) and there is no sudo here: run it as root'
    exec sudo env "TERM=${TERM:-dumb}" "$script_directory/quickstart" "$@"
}

programs_directory() { printf '%s/.build/%s' "$PWD" "$configuration"; }
dblab() { (source "$state/env" && exec "$(programs_directory)/dblab" "$@"); }

prepare() {
    local started
    started=$(now)
    script/setup
    done_step 'Packages and Swift toolchain are there' $(($(now) - started))
    step "Engine and CLI built ($configuration)" build_products
}

# What a step runs is joined by "&&": "set -e" does not hold in it.
build_products() {
    swift build -c "$configuration" --product dblab-server &&
        swift build -c "$configuration" --product dblab-preload &&
        swift build -c "$configuration" --product dblab
}

start_source() {
    step "Demo source: a shop of $size in its own PostgreSQL" script/demo-source start "$state/source" --size "$size"
}

# create_pool: on a loop file, unless the file system of the state directory clones by itself.
create_pool() {
    local file_system
    file_system=$(stat -f -c %T "$state")
    if [[ $file_system == btrfs ]]; then
        mkdir -p "$state/pool"
    else
        step "Pool: Btrfs in a file, since $file_system cannot clone" "$(programs_directory)/dblab-server" pool create "$state/pool"
    fi
}

# retrieval_section SOURCE_PORT: the section of server.yml.
retrieval_section() {
    if [[ $mode == physical ]]; then physical_section "$1"; else logical_section "$1"; fi
}

logical_section() {
    cat <<END
retrieval:
  jobs: [logicalDump, logicalRestore, logicalSnapshot]
  spec:
    logicalDump:
      options:
        source:
          type: remote
          passwordFile: $state/source/dump-password
          connection: {host: 127.0.0.1, port: $1, dbname: shop, username: dblab_dump}
        databases:
          shop: {}
        parallelJobs: 2
    logicalRestore:
      options:
        parallelJobs: 2
    logicalSnapshot:
      options: {}
$(masking_section)
END
}

# masking_section: whom the shop knows is nobody's business in a clone. Benchmarks measure refreshes without.
masking_section() {
    $story || return 0
    cat <<END
  masking:
    keyFile: $state/masking.key
    rules:
      - {table: users, columns: [email], strategy: email}
      - {table: users, columns: [name], strategy: name}
      - {table: users, columns: [id, country, settings, created_at], strategy: keep, reviewedBy: quickstart, reason: not personal alone}
END
}

write_configuration() {
    local token source_port
    token=$(random_secret)
    source_port=$(cat "$state/source/port")
    write_secret "$state/token" "$token"
    # Kept: with another key all invented names would be others.
    [[ -s $state/masking.key ]] || write_secret "$state/masking.key" "$(random_secret)"
    write_secret "$state/env" "export DBLAB_INSTANCE_URL=http://127.0.0.1:$port DBLAB_VERIFICATION_TOKEN=$token
export PATH=$(programs_directory):\$PATH
"
    write_secret "$state/header" "Verification-Token: $token
"
    write_secret "$state/server.yml" "# Written by script/quickstart; all keys: configs/server.example.yml
server:
  verificationToken: $token
  host: 127.0.0.1
  port: $port
global:
  stateDirectory: $state/engine
poolManager:
  mountDir: $state/pool
provision:
  portPool: {from: $clone_ports, to: $((clone_ports + 99))}
  cloneAccessAddresses: 127.0.0.1
cloning:
  accessHost: 127.0.0.1
$(retrieval_section "$source_port")
"
}

engine_runs() { [[ -s $state/engine.pid ]] && [[ $(readlink "/proc/$(cat "$state/engine.pid")/exe") == *dblab-server ]]; }
engine_answers() { curl -sf -o /dev/null "http://127.0.0.1:$port/healthz"; }

start_engine() {
    if engine_runs; then
        port=$(sed -n 's/.*http:\/\/127.0.0.1:\([0-9]*\).*/\1/p' "$state/env")
        done_step "Engine runs already on port $port" 0
        return
    fi
    port_is_free "$port" || die "port $port is taken: give another one with --port"
    write_configuration
    step "Engine started on port $port" launch_engine
}

# The engine gets a session of its own, so that it outlives this script and its terminal.
launch_engine() {
    setsid "$(programs_directory)/dblab-server" --config "$state/server.yml" </dev/null >>"$state/engine.log" 2>&1 &
    echo $! >"$state/engine.pid"
    until engine_answers; do
        kill -0 "$(cat "$state/engine.pid")" 2>/dev/null || { tail -n 5 "$state/engine.log" && return 1; }
        sleep 0.02
    done
}

is_masked() { grep -q '^  masking:' "$state/server.yml"; }

# retrieval: where it stands, as JSON in one line.
retrieval() { curl -sf -H "@$state/header" "http://127.0.0.1:$port/instance/retrieval"; }
has_golden_copy() { [[ $(retrieval) =~ \"lastReport\"[[:space:]]*:[[:space:]]*\{ ]]; }
is_refreshing() { [[ $(retrieval) =~ \"status\"[[:space:]]*:[[:space:]]*\"(refreshing|snapshotting)\" ]]; }

# refresh: waits for the golden copy, which an engine without snapshots makes by itself, and shows how far it is.
refresh() {
    local started follower status=0
    started=$(now)
    if ! has_golden_copy; then
        pending 'Golden copy …'
        exec {events}< <(exec curl -sN -H "@$state/header" -H 'Last-Event-ID: 0' "http://127.0.0.1:$port/events")
        follower=$!
        follow_refresh <&"$events" || status=$?
        kill "$follower" 2>/dev/null || true
        exec {events}<&-
        ((status == 0)) || die "the refresh failed; see $state/engine.log"
    fi
    done_step "Golden copy restored, $(is_masked && echo 'masked, ')analysed, snapshot taken" $(($(now) - started))
}

# follow_refresh: reads all events from the first one on, until a refresh finished or none is to come any more.
follow_refresh() {
    local line
    while IFS= read -r line; do
        case $line in
            *'"refresh.finished"'*) return 0 ;;
            *'"refresh.failed"'* | *'"refresh.cancelled"'*) echo "$line" >>"$log" && after_failure "$line" || return 1 ;;
            *'"refresh.progress"'*) show_progress "$line" ;;
        esac
    done
    return 1
}

# after_failure EVENT: succeeds when another attempt follows or runs already; the event may be an old one.
after_failure() {
    if [[ $1 == *'"retryInSeconds"'* ]]; then
        pending 'Golden copy: failed, waiting for the next attempt'
    else
        has_golden_copy || is_refreshing
    fi
}

show_progress() {
    local stage='' done_bytes=0 total=0 share=''
    [[ $1 =~ \"stage\":\"([^\"]*)\" ]] && stage=${BASH_REMATCH[1]}
    [[ $1 =~ \"bytesDone\":([0-9]+) ]] && done_bytes=${BASH_REMATCH[1]}
    [[ $1 =~ \"bytesTotal\":([0-9]+) ]] && total=${BASH_REMATCH[1]}
    if ((total > 0)); then share=" $((done_bytes * 100 / total)) %"; fi
    pending "Golden copy: $stage$share"
}

# stop_all: the undoing of everything above, last made first removed. Goes on where a part is missing or fails.
stop_all() {
    local status=$? started
    trap - EXIT
    trap '' INT TERM HUP
    set +e
    started=$(now)
    ((status == 0)) || keep_evidence
    pending 'Stopping …'
    stop_engine
    stop_servers
    remove_pool || status=1
    script/demo-source remove "$state/source" >/dev/null || status=1
    rm -rf --one-file-system "$state"
    if [[ -e $state ]]; then
        failed_step "Not all of $state could be removed"
        exit 1
    fi
    done_step "All stopped and removed ($state)" $(($(now) - started))
    exit "$status"
}

# keep_evidence: what is needed to find out why it failed outlives the removal.
keep_evidence() {
    local evidence
    evidence=$(mktemp -d "${TMPDIR:-/tmp}/dblab-quickstart-failed.XXXXXX")
    (cd "$state" && find . -xdev -path ./pool -prune -o -type f \( -name '*.log' -o -path ./source/log \) \
        -exec cp --parents -t "$evidence" {} +)
    if [[ -s $state/engine.log ]]; then
        printf 'The last lines of engine.log:\n' >&2
        tail -n 50 "$state/engine.log" | sed 's/^/    /' >&2
    fi
    printf 'All logs are kept in %s\n' "$evidence" >&2
}

# end PID SIGNAL: sends it and waits for the end of the process; after a minute it is killed.
end() {
    kill "-$2" "$1" 2>/dev/null || return 0
    timeout 60 tail --pid="$1" -f /dev/null || kill -KILL "$1" 2>/dev/null
}

stop_engine() {
    local clone
    engine_runs || return 0
    for clone in $(dblab clone list --output json 2>/dev/null | sed -n 's/^        "id": "\(.*\)",*$/\1/p'); do
        dblab clone destroy "$clone" >>"$log" 2>&1
    done
    end "$(cat "$state/engine.pid")" TERM
}

# pool_processes PROGRAM: the numbers of its processes that work in the pool, one a line. postmaster.pid does not tell them: it
# holds the number that a server has inside its sandbox.
pool_processes() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $(readlink "$process/cwd") == "$state/pool"/* && $(readlink "$process/exe") == */"$1" ]]; then
            echo "${process#/proc/}"
        fi
    done
}

# stop_servers: PostgreSQL servers that outlived the engine, such as those of clones that could not be destroyed.
stop_servers() {
    local pid parent
    for pid in $(pool_processes postgres); do
        parent=$(ps -o ppid= -p "$pid" | tr -d ' ') || true
        # The others of a server end with its first.
        if [[ -n $parent && $(readlink "/proc/$parent/exe") != */postgres ]]; then end "$pid" INT; fi
    done
    # Sandboxes follow their servers, and hold the pool until they have ended.
    for pid in $(pool_processes bwrap); do timeout 60 tail --pid="$pid" -f /dev/null || true; done
}

# in_mount_list: whether the pool has a line of ours in /etc/fstab.
in_mount_list() { awk -v d="$state/pool" '$2 == d && $4 ~ /x-dblab/ { found = 1 } END { exit !found }' /etc/fstab; }

# remove_pool: by the engine's own program; where that fails its reason is shown, and mount and fstab line go by hand.
remove_pool() {
    local errors
    if ! mountpoint -q "$state/pool" && ! in_mount_list; then
        # On Btrfs the pool is a directory; its subvolumes are no plain directories to rm.
        find "$state/pool" -mindepth 2 -maxdepth 2 -type d -inum 256 -exec btrfs subvolume delete {} + >/dev/null 2>&1
        return 0
    fi
    errors=$(mktemp "${TMPDIR:-/tmp}/dblab-pool-remove.XXXXXX")
    if "$(programs_directory)/dblab-server" pool remove --discard-content "$state/pool" >"$errors" 2>&1; then
        rm -f "$errors"
        return 0
    fi
    failed_step "The pool could not be removed properly; the reason is kept in $errors:"
    sed 's/^/    /' "$errors" >&2
    if mountpoint -q "$state/pool"; then umount "$state/pool" || umount --lazy "$state/pool"; fi
    if in_mount_list; then
        awk -v d="$state/pool" '!($2 == d && $4 ~ /x-dblab/)' /etc/fstab >"$state/fstab" && cat "$state/fstab" >/etc/fstab
    fi
    return 1
}
