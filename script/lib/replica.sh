# The quick start in physical mode: a standby of the demo source under a write load, and two snapshots. Sourced.

# physical_section SOURCE_PORT
physical_section() {
    cat <<END
retrieval:
  jobs: [physicalRestore, physicalSnapshot]
  spec:
    physicalRestore:
      options:
        tool: pg_basebackup
        source:
          passwordFile: $state/source/dump-password
          connection: {host: 127.0.0.1, port: $1, dbname: postgres, username: dblab_sync}
        pgBasebackup: {checkpoint: fast}
        sync: {enabled: true, healthCheck: {interval: 1}}
    physicalSnapshot:
      options: {}
END
}

# write_load: a customer who never stops; ends with the server, or when the story ends it.
write_load() {
    while as_server psql -X -q -h "$state/source/run" -p "$(cat "$state/source/port")" -U postgres -d shop \
        -c "INSERT INTO events (user_id, kind, at, payload) VALUES (1, 'visit', now(), '{}')" >/dev/null 2>&1; do
        sleep 0.05
    done
}

# take_snapshot FILE: the new snapshot's id.
take_snapshot() {
    dblab snapshot create | sed -n 's/^ *"id": *"\([^"]*\)".*/\1/p' | head -n 1 >"$1" && [[ -s $1 ]]
}

# count_events CLONE SNAPSHOT FILE: makes a clone of the snapshot and counts in it.
count_events() {
    clone_password=$(random_secret)
    dblab clone create --username storyteller --password "$clone_password" --db-name shop --id "$1" --snapshot-id "$2" |
        tee "$state/clone" &&
        clone_port=$(sed -n 's/^Connection string:.* port=\([0-9]*\).*/\1/p' "$state/clone") &&
        clone_sql -At -c 'SELECT count(*) FROM events' >"$3" && [[ -s $3 ]]
}

play_replica_story() {
    local load first second clone
    heading 'A standby that follows production, and two snapshots of it'
    write_load &
    load=$!
    for clone in first second; do dblab clone destroy "$clone" >>"$log" 2>&1 || true; done
    step 'dblab snapshot create' take_snapshot "$state/first-snapshot"
    sleep 3
    step 'dblab snapshot create, three seconds later' take_snapshot "$state/second-snapshot"
    kill "$load" 2>/dev/null || true
    wait "$load" 2>/dev/null || true
    step 'A clone of the first' count_events first "$(cat "$state/first-snapshot")" "$state/first-count"
    step 'A clone of the second' count_events second "$(cat "$state/second-snapshot")" "$state/second-count"
    first=$(cat "$state/first-count") second=$(cat "$state/second-count")
    note "$first events in the first, $second in the second"
    ((second > first)) || die 'the second snapshot is not newer than the first'
    step 'dblab clone destroy, both' destroy_both
}

destroy_both() { dblab clone destroy first && dblab clone destroy second; }
