// swift-tools-version: 6.2
// One section per module with its tests, from the bottom of the dependency graph to the top; dependencies sorted.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "dblab",
    products: [
        .executable(name: "dblab", targets: ["CLI"]),
        .executable(name: "dblab-server", targets: ["Daemon"]),
        .library(name: "dblab-preload", type: .dynamic, targets: ["CPreload"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.20.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: C
        .target(name: "CAssets", exclude: ["web"]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CDocument"),
        .target(name: "CLinux"),
        .target(name: "CPorts"),
        .target(name: "CPreload", dependencies: ["CPorts"], linkerSettings: [.unsafeFlags(["-nostartfiles"])]),
        .target(name: "CProcess", dependencies: ["CPorts"]),

        // MARK: Tooling
        .target(name: "Tooling", dependencies: ["CLinux", logging, subprocess, system], swiftSettings: settings),
        .testTarget(name: "ToolingTests", dependencies: ["Tooling", system], swiftSettings: settings),

        // MARK: Postgres
        .target(
            name: "Postgres",
            dependencies: ["CLibPQ", "Tooling", crypto, cryptoExtras, system],
            swiftSettings: settings
        ),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "Tooling", system], swiftSettings: settings),

        // MARK: Masking
        .target(name: "Masking", dependencies: ["Postgres", crypto], swiftSettings: settings),
        .testTarget(
            name: "MaskingTests",
            dependencies: ["Masking", "Postgres", "Tooling", system],
            swiftSettings: settings
        ),

        // MARK: Storage
        .target(name: "Storage", dependencies: ["CLinux", "Tooling", logging, system], swiftSettings: settings),
        .target(
            name: "StorageConformance",
            dependencies: ["CLinux", "Storage", "Tooling", system],
            path: "Tests/StorageConformance",
            swiftSettings: settings
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "StorageConformance", "Tooling", system],
            swiftSettings: settings
        ),

        // MARK: Runtime
        .target(
            name: "Runtime",
            dependencies: [
                "CPorts", "CProcess", "Postgres", "Tooling", asyncHTTPClient, logging, nioCore, nioHTTP1, system,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RuntimeConformance",
            dependencies: ["Postgres", "Runtime", "Tooling", system],
            path: "Tests/RuntimeConformance",
            swiftSettings: settings
        ),
        .testTarget(
            name: "RuntimeTests",
            dependencies: ["Postgres", "Runtime", "RuntimeConformance", "Tooling", system],
            swiftSettings: settings
        ),

        // MARK: Engine
        .target(
            name: "Engine",
            dependencies: [
                "CLinux", "Masking", "Postgres", "Runtime", "Storage", "Tooling", crypto, grdb, lifecycle, logging,
                system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "Masking", "Postgres", "Runtime", "RuntimeConformance", "Storage", "StorageConformance",
                "Tooling",
                grdb,
                lifecycle, logging, system,
            ],
            swiftSettings: settings
        ),

        // MARK: API
        .target(
            name: "API",
            dependencies: [asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL],
            swiftSettings: settings
        ),
        .target(
            name: "StubEngine",
            dependencies: [httpTypes, hummingbird, logging, nioCore],
            path: "Tests/StubEngine",
            swiftSettings: settings
        ),
        .testTarget(name: "APITests", dependencies: ["API", "StubEngine"], swiftSettings: settings),

        // MARK: Checker
        .target(name: "CheckerSettings", dependencies: ["Tooling", system], swiftSettings: settings),
        .target(
            name: "Checker",
            dependencies: ["API", "CheckerSettings", "Tooling", asyncHTTPClient, logging, nioCore, nioHTTP1, system],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CheckerTests",
            dependencies: ["API", "Checker", "CheckerSettings", "StubEngine", "Tooling", system],
            swiftSettings: settings
        ),

        // MARK: Web
        .target(
            name: "Web",
            dependencies: [
                "API", "CAssets", "CDocument", "Checker", "CheckerSettings", "Engine", "Masking", "Postgres", "Storage",
                asyncHTTPClient, crypto, httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle, logging,
                nioCore, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix, nioSSL, nioWebSocket, system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "API", "Engine", "Masking", "Runtime", "Storage", "StubEngine", "Web", grdb, httpTypes, hummingbird,
                hummingbirdTesting,
                lifecycle,
                logging, nioCore, nioPosix, nioSSL, system, yams,
            ],
            swiftSettings: settings
        ),

        // MARK: Daemon
        .executableTarget(
            name: "Daemon",
            dependencies: [
                "API", "CLinux", "CheckerSettings", "Engine", "Masking", "Postgres", "Runtime", "Storage", "Tooling",
                "Web",
                argumentParser, grdb,
                lifecycle,
                logging, system, unixSignals, yams,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: ["Daemon", "Engine", "Masking", "Storage", "Tooling", argumentParser, logging, system],
            swiftSettings: settings
        ),

        // MARK: CLI
        .executableTarget(
            name: "CLI",
            dependencies: ["API", "Tooling", argumentParser, system, yams],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CLITests",
            dependencies: ["API", "CLI", "StubEngine", "Tooling", system],
            swiftSettings: settings
        ),

        // MARK: End to end
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "API", "Postgres", "Runtime", "RuntimeConformance", "Storage", "StorageConformance", "Tooling", system,
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
