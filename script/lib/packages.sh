# What the project needs from Debian and from the Swift toolchain. Sourced, never run.

# The libraries that the Swift toolchain itself loads, and what compiling and linking with it needs.
readonly toolchain_packages=(
    binutils ca-certificates libc6-dev libcurl4 libgcc-12-dev libncurses6 libstdc++-12-dev libxml2 pkg-config tzdata
    zlib1g-dev
)
# The project's own: PostgreSQL with its client library, SQLite, the tools of the file systems, and Docker with what makes images.
readonly project_packages=(
    attr btrfs-progs bubblewrap bzip2 chromium curl debootstrap docker.io fonts-inter kmod libpq-dev libsqlite3-dev mount
    openssh-client patchelf pgbackrest
    postgresql postgresql-15-cron procps python3 python3-venv util-linux xfsprogs zfs-fuse
)

# as_root COMMAND…: directly as root, else by sudo.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root and there is no sudo here: run it as root: $*"
    fi
}

# missing_packages: those of the lists that are not installed, one a line.
missing_packages() {
    local package
    for package in "${toolchain_packages[@]}" "${project_packages[@]}"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
    done
}

# install_packages: installs what is missing and says so in one line; nothing missing, nothing said.
install_packages() {
    local missing cluster_rule=/etc/postgresql-common/createcluster.d/dblab.conf
    command -v dpkg-query >/dev/null || die "this is not a Debian system: install the packages named in script/lib/packages.sh"
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        die "missing packages; run as root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    echo "Installing by apt: ${missing[*]}"
    # Debian's package would make and start a cluster of its own on port 5432, which nothing here uses.
    if [[ ! -e /etc/postgresql-common ]]; then
        as_root mkdir -p "${cluster_rule%/*}"
        echo 'create_main_cluster = false' | as_root tee "$cluster_rule" >/dev/null
    fi
    # And none of what is installed is started: tests start their own.
    local policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    else
        policy=
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    as_root rm -f "$cluster_rule" ${policy:+"$policy"}
}

# require_swift: the toolchain is the one thing that is not in Debian.
require_swift() {
    local version
    if ! command -v swift >/dev/null; then
        die "Swift 6.2 or newer is needed and 'swift' is not in PATH: get it with 'curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz && tar zxf swiftly-*.tar.gz && ./swiftly init' (see https://www.swift.org/install/linux)"
    fi
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' || true)
    [[ -n $version ]] || die "'swift --version' does not work; run it to see why"
    if [[ $(printf '%s\n' "$version" 6.2 | sort -V | head -n 1) != 6.2 ]]; then
        die "Swift $version is too old, 6.2 or newer is needed: see https://www.swift.org/install/linux"
    fi
}
