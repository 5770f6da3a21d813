# Other major versions of PostgreSQL than this Debian's, for tests: from other releases of Debian, into a directory. Sourced, never run.
#
# Their programs need their own release's libc. Instead of a system to change root into, they are told where it is: the tests
# then run them like any others.

# The release of Debian that has a major version.
release_of() {
    case $1 in
        15) echo bookworm ;;
        17) echo trixie ;;
        18) echo sid ;;
        *) die "no release of Debian is known that has PostgreSQL $1; known are 15, 17 and 18" ;;
    esac
}

# download_major MAJOR DIRECTORY: the packages and all that they need, as if nothing were installed.
download_major() {
    local options=(
        -o "Dir::Etc::SourceList=$2/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$2/lists"
        -o Dir::State::status=/dev/null -o "Dir::Cache=$2/cache" -o APT::Sandbox::User=root -o APT::Install-Recommends=false
    )
    mkdir -p "$2/lists/partial" "$2/cache/archives/partial" || return
    # From the mirror that this machine uses for its own packages.
    apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1 |
        sed "s/.*/deb & $(release_of "$1") main/" >"$2/sources.list" &&
        apt-get "${options[@]}" update -qq &&
        apt-get "${options[@]}" install -y -qq --download-only "postgresql-$1" >/dev/null
}

# unpack_major FROM TO: without what no server here needs.
unpack_major() {
    local package
    for package in "$1"/cache/archives/*.deb; do
        case ${package##*/} in
            libllvm* | perl* | libperl* | apt_* | systemd_* | dpkg_* | coreutils_*) ;;
            *) dpkg-deb -x "$package" "$2" || return ;;
        esac
    done
}

# bind_major ROOT MAJOR: its programs load the libc that came with them.
bind_major() {
    local program loader libraries=()
    loader=$(find "$1" -name 'ld-linux-*.so.*' -print -quit) && [[ -n $loader ]] || return
    mapfile -t libraries < <(find "$1" -maxdepth 3 -type d -name '*-linux-gnu' -path '*/lib/*')
    for program in "$1/usr/lib/postgresql/$2/bin"/*; do
        [[ $(head -c 4 "$program") == $'\x7fELF' ]] || continue
        patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$(IFS=: && echo "${libraries[*]}")" "$program" || return
    done
}

# install_major MAJOR ROOT: prints nothing when it is there already.
install_major() {
    local draft
    [[ ! -x $2/usr/lib/postgresql/$1/bin/postgres ]] || return 0
    draft=$(mktemp -d "$2.XXXXXX") && chmod 755 "$draft" || return
    if download_major "$1" "$draft" && unpack_major "$draft" "$draft/root" && mv "$draft/root" "$2" && bind_major "$2" "$1"; then
        rm -rf "$draft"
        echo "PostgreSQL $1 from Debian $(release_of "$1"): $("$2/usr/lib/postgresql/$1/bin/postgres" --version)"
    else
        rm -rf "$draft" "$2"
        return 1
    fi
}
