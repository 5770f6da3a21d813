import Postgres
import SystemPackage
import Tooling

extension DockerRuntime {
    /// The container of a server, as Docker is asked for it.
    func container(of server: ServerSpecification, _ image: DockerImage, in place: ServerDirectory) -> DockerValue {
        let group = account.map { ":\($0.groupID)" } ?? ""
        let environment = server.environment.merging(own(of: server, in: place)) { $1 }.map { "\($0)=\($1)" }.sorted()
        let labels: [String: DockerValue] = [
            "dblab.engine": .text(instanceLabel), "dblab.clone": .text("\(server.id)"),
        ]
        return [
            "Image": .text(image.id), "User": .text("\(userID)\(group)"),
            "Entrypoint": .texts(["sh", "-c", Self.script, "dblab"]),
            "Cmd": .texts(command(of: server, image, in: place)),
            "Env": .texts(options.environment + environment),
            "WorkingDir": .text(server.dataDirectory.string),
            "Labels": .object(options.labels.merging(labels) { $1 }),
            "HostConfig": .object(host(of: server, in: place)),
        ]
    }

    private var instanceLabel: String { String(ownership.drop { $0 != "=" }.dropFirst()) }

    /// What images that start the server themselves go by, as DBLab's do, and where the server's sockets come from.
    private func own(of server: ServerSpecification, in place: ServerDirectory) -> [String: String] {
        var own = [
            "LANG": "C.UTF-8", "PGDATA": server.dataDirectory.string, "PG_SERVER_PORT": "\(server.port)",
            "PG_UNIX_SOCKET_DIR": place.sockets.string,
        ]
        if isClosed(server) { own[Handover.variable] = place.sockets.appending(Handover.name).string }
        return own
    }

    /// Runs the image's own `postgres` as the first process; where none is found, starts as the image does by itself.
    ///
    /// Its arguments are the log, the major version, the library to load, and how many of the others belong to the image.
    private static let script = """
        log=$1 major=$2 library=$3 own=$4; shift 4
        exec >>"$log" 2>&1
        if [ -n "$library" ]; then LD_PRELOAD=$library && export LD_PRELOAD; fi
        for program in "/usr/lib/postgresql/$major/bin/postgres" "/usr/pgsql-$major/bin/postgres" "$(command -v postgres)"; do
            [ -x "$program" ] || continue
            shift "$own"
            exec "$program" "$@"
        done
        others=$(($# - own))
        while [ "$own" -gt 0 ]; do set -- "$@" "$1"; shift; own=$((own - 1)); done
        shift "$others"
        if [ $# -eq 0 ]; then echo "there is no postgres of version $major in this image"; exit 127; fi
        exec "$@"
        """

    private func command(of server: ServerSpecification, _ image: DockerImage, in place: ServerDirectory) -> [String] {
        let major = (try? PostgresInstallation.majorVersion(ofDataDirectory: server.dataDirectory)) ?? 0
        return [place.log.string, "\(major)", preloadLibrary?.string ?? "", "\(image.start.count)"] + image.start
            + place.arguments(for: server)
    }

    /// Everything that keeps the server apart, and what it may take.
    private func host(of server: ServerSpecification, in place: ServerDirectory) -> [String: DockerValue] {
        var host: [String: DockerValue] = [
            "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges"], "ReadonlyRootfs": true, "IpcMode": "private",
            "RestartPolicy": ["Name": "no"], "ShmSize": .number(1 << 30),
            "Tmpfs": ["/tmp": "mode=1777,nosuid,nodev", "/run": "mode=1777,nosuid,nodev"],
            "LogConfig": ["Type": "json-file", "Config": ["max-size": "1m", "max-file": "1"]],
            "Mounts": .list(mounts(of: server, in: place)),
        ]
        // A container counts as one process unless told otherwise, however many of them want to run.
        host["CpuShares"] = .number(1024 * Machine.processors)
        host["GroupAdd"] = .texts((account?.supplementaryGroups ?? []).map(String.init))
        host.merge(options.fields) { $1 }
        host.merge(limits(of: server)) { $1 }
        // What nobody but the engine uses needs the machine's own network, to reach the source.
        host["NetworkMode"] = isClosed(server) ? "none" : "host"
        return host
    }

    private func limits(of server: ServerSpecification) -> [String: DockerValue] {
        var fields: [String: DockerValue] = [:]
        if let memory = server.limits.memory {
            fields["Memory"] = .number(memory)
            // None of it as swap besides.
            fields["MemorySwap"] = .number(memory)
        }
        if let processors = server.limits.processors { fields["NanoCpus"] = .number(Int(processors * 1e9)) }
        if let processes = server.limits.processes { fields["PidsLimit"] = .number(processes) }
        return fields
    }

    /// Where everything has the path that it has outside.
    private func mounts(of server: ServerSpecification, in place: ServerDirectory) -> [DockerValue] {
        let data = server.dataDirectory
        let readable = [preloadLibrary].compactMap { $0 } + server.certificates + server.readable
        return [
            Self.mount(place.path, isReadOnly: true), Self.mount(place.sockets), Self.mount(place.log),
            Self.mount(data),
        ]
            + readable.map { Self.mount($0, isReadOnly: true) }
            + [place.configuration, place.hostBasedAuthentication, place.identities].compactMap { file in
                file.lastComponent.map { Self.mount(file, at: data.appending($0), isReadOnly: true) }
            }
    }

    private static func mount(_ source: FilePath, at target: FilePath? = nil, isReadOnly: Bool = false) -> DockerValue {
        [
            "Type": "bind", "Source": .text(source.string), "Target": .text((target ?? source).string),
            "ReadOnly": .flag(isReadOnly),
        ]
    }
}
