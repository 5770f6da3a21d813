# The story of the quick start: a clone, a migration that breaks it, a reset, the mended migration. Sourced.

# clone_sql ARGUMENTS…: psql in the clone, as its own user.
clone_sql() {
    PGPASSWORD=$clone_password psql -X -q -h 127.0.0.1 -p "$clone_port" -U storyteller -d shop "$@"
}

checksums() { clone_sql -v ON_ERROR_STOP=1 -At -F ' ' -f script/demo/checksum.sql >"$1"; }
broken_migration() { clone_sql -v ON_ERROR_STOP=1 -f script/demo/migration-broken.sql; }
fixed_migration() { clone_sql -v ON_ERROR_STOP=1 -f script/demo/migration-fixed.sql; }

create_clone() {
    clone_password=$(random_secret)
    dblab clone create --username storyteller --password "$clone_password" --db-name shop --id story |
        tee "$state/clone" &&
        clone_port=$(sed -n 's/^Connection string:.* port=\([0-9]*\).*/\1/p' "$state/clone") &&
        [[ -n $clone_port ]]
}

# break_it: succeeds when the migration fails the way the story wants it.
break_it() {
    if broken_migration 2>"$state/damage"; then return 1; fi
    cat "$state/damage" && grep -q 'total_cents' "$state/damage"
}

show_damage() {
    local columns
    note "$(sed -n 's/.*\(ERROR:.*\)/\1/p' "$state/damage" | head -n 1)"
    columns=$(clone_sql -At -c "SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'total'")
    note "orders.total: $( ((columns == 0)) && echo gone, with every amount in it || echo still there)"
    note "revenue_by_month: $(clone_sql -At -c "SELECT coalesce(to_regclass('revenue_by_month')::text, 'gone, reports fail')")"
}

source_sql() { as_server psql -X -q -h "$state/source/run" -p "$(cat "$state/source/port")" -U postgres -d shop "$@"; }

# show_masking: what the clone says of somebody whom the source knows.
show_masking() {
    local person="SELECT name || ' <' || email || '>' FROM users WHERE id = 1" there here
    there=$(source_sql -At -c "$person") && here=$(clone_sql -At -c "$person")
    [[ -n $here && $here != "$there" ]] || die "user 1 is in the clone as at the source"
    note "user 1 at the source: $there"
    note "user 1 in the clone:  $here"
}

same_checksums() { diff "$state/before" "$state/after"; }

play_story() {
    local rows
    heading 'A clone, and a migration that fails half-way'
    dblab clone status story >/dev/null 2>&1 && dblab clone destroy story >>"$log" 2>&1
    step 'dblab clone create' create_clone
    if is_masked; then show_masking; fi
    step 'Checksum over every row of every table' checksums "$state/before"
    rows=$(awk '{ n += $2 } END { print n }' "$state/before")
    note "$(wc -l <"$state/before") tables, $rows rows"
    step 'Broken migration stops half-way' break_it
    show_damage
    heading 'Back to the snapshot, and the mended migration'
    step 'dblab clone reset' dblab clone reset story
    step 'Checksum again' checksums "$state/after"
    step 'All checksums are equal to those of the snapshot' same_checksums
    step 'Mended migration passes' fixed_migration
    step 'dblab clone destroy' dblab clone destroy story
}

say_how_to_go_on() {
    heading 'Go on'
    cat <<END
  The engine runs on http://127.0.0.1:$port, its log is $state/engine.log. Use it:

    source $state/env
    dblab clone create --username me --password "\$(openssl rand -hex 12)" --id mine
    dblab clone list
    dblab clone destroy mine

  Stop and remove all of it: script/quickstart stop
END
}
