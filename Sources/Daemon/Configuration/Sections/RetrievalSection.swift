import Engine

extension ServerConfiguration {
    /// How the golden copy is made.
    struct Retrieval: Codable, Equatable, Sendable {
        var refresh: Refresh
        /// Their names, in order.
        var jobs: [String]
        var spec: Spec?
        var masking: MaskingOptions?
        var hygiene: HygieneOptions

        /// When the golden copy is made again.
        struct Refresh: Codable, Equatable, Sendable {
            /// Five fields as cron's; empty for never.
            var timetable: String
            /// Whether an engine without a snapshot waits for the timetable, or for somebody.
            var skipStartRefresh: Bool
            var attempts: Int
            /// The pause before the second attempt, in seconds; it doubles each time.
            var backoffSeconds: Int

            /// The timetable; `nil` for never.
            var schedule: Timetable? {
                get throws {
                    timetable.allSatisfy(\.isWhitespace) ? nil : try Timetable(parsing: timetable)
                }
            }
        }

        /// The options of the jobs.
        struct Spec: Codable, Equatable, Sendable {
            var logicalDump: Job<LogicalDumpOptions>?
            var logicalRestore: Job<LogicalRestoreOptions>?
            var logicalSnapshot: Job<LogicalSnapshotOptions>?
            var physicalRestore: Job<PhysicalRestoreOptions>?
            var physicalSnapshot: Job<PhysicalSnapshotOptions>?
        }

        /// One job.
        struct Job<Options: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
            var options: Options?
        }

        /// The options of `logicalDump`; `nil` unless it is one of the jobs.
        var dump: LogicalDumpOptions? {
            jobs.contains("logicalDump") ? spec?.logicalDump?.options ?? LogicalDumpOptions() : nil
        }

        /// The options of `logicalRestore`; `nil` unless it is one of the jobs.
        var restore: LogicalRestoreOptions? {
            jobs.contains("logicalRestore") ? spec?.logicalRestore?.options ?? LogicalRestoreOptions() : nil
        }

        /// The options of `logicalSnapshot`; `nil` unless it is one of the jobs.
        var snapshot: LogicalSnapshotOptions? {
            jobs.contains("logicalSnapshot") ? spec?.logicalSnapshot?.options ?? LogicalSnapshotOptions() : nil
        }

        /// When snapshots are taken of a standby; `nil` for never.
        var snapshotSchedule: Timetable? {
            get throws {
                let text = physicalSnapshot.scheduler?.snapshot?.timetable ?? ""
                return text.allSatisfy(\.isWhitespace) ? nil : try Timetable(parsing: text)
            }
        }

        /// Whether files are copied, not rows.
        var isPhysical: Bool { jobs.contains { $0.hasPrefix("physical") } }

        /// The options of `physicalSnapshot`, in physical mode.
        var physicalSnapshot: PhysicalSnapshotOptions {
            isPhysical ? spec?.physicalSnapshot?.options ?? PhysicalSnapshotOptions() : PhysicalSnapshotOptions()
        }
    }
}
