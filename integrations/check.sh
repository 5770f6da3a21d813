#!/usr/bin/env bash
# Asks the checker of migrations for a verdict: the one script behind the GitHub action and the GitLab template.
# Needs curl and jq. Everything comes from the environment; the token goes to curl by its configuration, not its arguments.
set -euo pipefail

: "${DBLAB_CI_URL:?is not set: the address of the checker}"
: "${DBLAB_CI_TOKEN:?is not set: the token of the checker}"

call() {
    curl --silent --show-error --max-time "${CURL_MAX_TIME:-86400}" --write-out '%{http_code}' "$@" --config - <<<"header = \"Verification-Token: $DBLAB_CI_TOKEN\""
}

request() {
    jq --null-input '
        def lines: split("\n") | map(select(length > 0));
        {
            source: {
                owner: env.OWNER, repo: env.REPO, ref: env.REF, branch: env.BRANCH, branch_link: env.BRANCH_LINK,
                commit: env.COMMIT, commit_link: env.COMMIT_LINK, request_link: env.REQUEST_LINK,
                diff_link: env.DIFF_LINK, directory: (env.DIRECTORY | if . == "" then null else . end)
            },
            username: env.USERNAME, username_full: env.USERNAME_FULL, username_link: env.USERNAME_LINK,
            db_name: env.DBNAME,
            commands: (env.COMMANDS // "" | lines),
            migration_envs: (env.MIGRATION_ENVS // "" | lines),
            observation_config: {
                observation_interval: (env.OBSERVATION_INTERVAL // "0" | tonumber),
                max_lock_duration: (env.MAX_LOCK_DURATION // "0" | tonumber),
                max_duration: (env.MAX_DURATION // "0" | tonumber)
            },
            keep_clone: (env.KEEP_CLONE == "true")
        }'
}

# say NAME VALUE: an output of the action, where there is one.
say() {
    if [[ -n ${GITHUB_OUTPUT:-} ]]; then printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; fi
}

download() {
    local clone=$1 session=$2 type
    mkdir -p dblab-artifacts
    jq --raw-output '.session.artifacts[]?' dblab-response.json | while IFS= read -r type; do
        call --output "dblab-artifacts/$type.json" \
            "$DBLAB_CI_URL/artifact/download?artifact_type=$type&session_id=$session&clone_id=$clone" >/dev/null
    done
}

request >dblab-request.json
code=$(call --output dblab-response.json --header 'Content-Type: application/json' --data-binary @dblab-request.json \
    "$DBLAB_CI_URL/migration/run")
if [[ $code != 200 ]]; then
    printf 'The checker answered with status %s: %s\n' "$code" \
        "$(jq --raw-output '[.message, .detail, .hint] | map(select(. != null)) | join(". ")' dblab-response.json)" >&2
    exit 1
fi
jq --raw-output .report dblab-response.json >dblab-report.md
if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then cat dblab-report.md >>"$GITHUB_STEP_SUMMARY"; fi
status=$(jq --raw-output .session.result.status dblab-response.json)
say status "$status"
say report dblab-report.md
say response dblab-response.json
if [[ ${DOWNLOAD_ARTIFACTS:-} == true ]]; then
    download "$(jq --raw-output .clone_id dblab-response.json)" "$(jq --raw-output .session.session_id dblab-response.json)"
fi
cat dblab-report.md
[[ $status == passed ]]
