# Images with PostgreSQL for the tests of containers, made from Debian's packages. Sourced, never run.

# make_image MAJOR FILE: a root file system as a tar; prints nothing when it is there already.
make_image() {
    local draft
    [[ ! -s $2 ]] || return 0
    draft=$(mktemp -d "$2.XXXXXX") || return
    if debootstrap --variant=minbase --include="postgresql-$1" "$(release_of "$1")" "$draft/root" "$(debian_mirror)" >"$draft/log" 2>&1; then
        (cd "$draft/root" && rm -rf var/{cache/apt,lib/apt/lists,lib/postgresql}/*)
        tar -C "$draft/root" --one-file-system -cf "$draft/tar" . && mv "$draft/tar" "$2" && rm -rf "$draft"
        echo "Image with PostgreSQL $1 from Debian $(release_of "$1"): $(du -h "$2" | cut -f 1)"
    else
        tail -n 20 "$draft/log"
        rm -rf "$draft"
        return 1
    fi
}

# debian_mirror: the one that this machine uses for its own packages.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1
}
