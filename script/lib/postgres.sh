# Finding and running PostgreSQL's programs. Sourced, never run.

# postgres_programs: the directory of the newest installed server's programs.
postgres_programs() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1)
    [[ -n $newest ]] || die "no PostgreSQL server under /usr/lib/postgresql: run script/setup"
    printf '%s' "${newest%/postgres}"
}

# server_account: who runs servers; PostgreSQL refuses to run as root.
server_account() {
    if ((EUID == 0)); then printf 'postgres'; else id -un; fi
}

# as_server COMMAND…: as the account that runs servers.
as_server() {
    if ((EUID == 0)); then
        (cd / && exec setpriv --reuid postgres --regid postgres --init-groups env HOME=/ "$@")
    else
        "$@"
    fi
}

# random_secret: 32 hexadecimal characters.
random_secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# write_secret FILE TEXT: readable by its owner only from the first moment.
write_secret() { (umask 077 && printf '%s' "$2" >"$1"); }

# port_is_free PORT: nobody listens there on loopback.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FIRST: the first free port from there on.
free_port() {
    local port
    for ((port = $1; port < $1 + 200; port++)); do
        if port_is_free "$port"; then
            printf '%d' "$port"
            return
        fi
    done
    die "no free TCP port between $1 and $((port - 1))"
}

# megabytes SIZE: "1GB", "1.5GB", "100MB" as a whole number of MB.
megabytes() {
    [[ $1 =~ ^([0-9]+(\.[0-9]+)?)(MB|GB)$ ]] || die "size \"$1\" is not like 100MB or 1GB"
    awk -v n="${BASH_REMATCH[1]}" -v unit="${BASH_REMATCH[3]}" 'BEGIN { printf "%d", unit == "GB" ? n * 1024 : n }'
}
