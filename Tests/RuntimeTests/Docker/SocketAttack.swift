import FoundationEssentials
import Glibc
import Postgres
import RuntimeConformance
import SystemPackage
import Tooling

/// What code in a server might try with sockets, also past the library that it is loaded with; each answers the error it got, 0 if it succeeded and -1 if it found none.
enum SocketAttack: Int, CaseIterable {
    /// Ends the client's connection on this side, and connects its socket elsewhere.
    case connectAnew = 1
    case connectNew, listenNew
    /// Sends data with the first packet of a connection.
    case connectBySending

    /// Makes a function `attack(attack, port)` for the tested PostgreSQL, whose headers are not here.
    static func compile(to library: FilePath) async throws {
        let major = try await TestedPostgres.installation().major
        let source = FilePath("\(library).c")
        try Data(code(major).utf8).write(to: URL(filePath: source.string))
        try await Tool("clang").run(["-shared", "-fPIC", "-O1", "-o", library.string, source.string])
        unlink(source.string)
    }

    private static func code(_ major: Int) -> String {
        """
        #define _GNU_SOURCE
        #include <arpa/inet.h>
        #include <errno.h>
        #include <stdbool.h>
        #include <sys/socket.h>
        #include <sys/syscall.h>
        #include <unistd.h>

        typedef struct { int length, version, arguments, keys, name, byValue; char extra[32]; } Magic;
        typedef struct { unsigned long value; bool isNull; } Argument;
        typedef struct { void *function, *context, *result; unsigned collation; bool isNull; short count; Argument arguments[2]; } Call;
        typedef struct { int version; } Information;

        const Magic *Pg_magic_func(void) {
            static const Magic magic = { sizeof(Magic), \(major) * 100, 100, 32, 64, true, "PostgreSQL" };
            return &magic;
        }

        const Information *pg_finfo_attack(void) {
            static const Information information = { 1 };
            return &information;
        }

        static int client(void) {
            for (int file = 3; file < 256; file++) {
                struct sockaddr_in peer;
                socklen_t size = sizeof peer;
                if (getpeername(file, (struct sockaddr *)&peer, &size) == 0 && peer.sin_family == AF_INET) return file;
            }
            return -1;
        }

        unsigned long attack(Call *call) {
            struct sockaddr_in target = { AF_INET, htons((unsigned short)call->arguments[1].value), { htonl(INADDR_LOOPBACK) } };
            struct sockaddr nothing = { AF_UNSPEC };
            int own = client(), made = socket(AF_INET, SOCK_STREAM, 0), failed = 0;
            if (own < 0) return -1;
            switch (call->arguments[0].value) {
            case 1: failed = connect(own, &nothing, sizeof nothing) || connect(own, (struct sockaddr *)&target, sizeof target); break;
            case 2: failed = connect(made, (struct sockaddr *)&target, sizeof target); break;
            case 3: target.sin_port = 0; failed = syscall(SYS_bind, made, &target, sizeof target) || syscall(SYS_listen, made, 1); break;
            case 4: failed = sendto(made, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&target, sizeof target) < 0; break;
            }
            return failed ? errno : 0;
        }
        """
    }
}
