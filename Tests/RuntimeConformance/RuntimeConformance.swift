import Runtime

/// What every runtime must do, whatever runs the servers.
package enum RuntimeConformance: String, CaseIterable, Sendable {
    case startAcceptsConnections, startTwiceIsOneServer, startsAtOnceAreOneServer, serversDoNotMeet
    case removeTwiceIsFine, removedServerIsUnknown, unknownServerHasNoState, inventoryListsOnlyOurs
    case nextEngineFindsServers, killedServerIsStopped, committedDataSurvivesKill, committedDataSurvivesImmediateEnd
    case fastEndIsClean, settingsApply, alterSystemWins, engineSettingsStay, sourceSettingsAreIgnored
    case brokenDataDirectoryFailsWithReason, missingDataDirectoryFails, unknownSettingFailsWithReason, takenPortIsNamed
    case otherDataDirectoryIsRefused, stalePostmasterFileIsNoObstacle, socketIsClosedToOthers, tcpNeedsPassword
    case logTailEndsWithLastWords, sharedMemoryIsNotLeaked, loadsGrowWithWork

    /// Checks it.
    /// - Throws: ``Violation``, or whatever the runtime throws.
    package func check(_ laboratory: RuntimeLaboratory) async throws {
        switch self {
        case .startAcceptsConnections: try await laboratory.checkStartAcceptsConnections()
        case .startTwiceIsOneServer: try await laboratory.checkStartTwiceIsOneServer()
        case .startsAtOnceAreOneServer: try await laboratory.checkStartsAtOnceAreOneServer()
        case .serversDoNotMeet: try await laboratory.checkServersDoNotMeet()
        case .removeTwiceIsFine: try await laboratory.checkRemoveTwiceIsFine()
        case .removedServerIsUnknown: try await laboratory.checkRemovedServerIsUnknown()
        case .unknownServerHasNoState: try await laboratory.checkUnknownServerHasNoState()
        case .inventoryListsOnlyOurs: try await laboratory.checkInventoryListsOnlyOurs()
        case .nextEngineFindsServers: try await laboratory.checkNextEngineFindsServers()
        case .killedServerIsStopped: try await laboratory.checkKilledServerIsStopped()
        case .committedDataSurvivesKill: try await laboratory.checkCommittedDataSurvivesKill()
        case .committedDataSurvivesImmediateEnd: try await laboratory.checkCommittedDataSurvivesImmediateEnd()
        case .fastEndIsClean: try await laboratory.checkFastEndIsClean()
        case .settingsApply: try await laboratory.checkSettingsApply()
        case .alterSystemWins: try await laboratory.checkAlterSystemWins()
        case .engineSettingsStay: try await laboratory.checkEngineSettingsStay()
        case .sourceSettingsAreIgnored: try await laboratory.checkSourceSettingsAreIgnored()
        case .brokenDataDirectoryFailsWithReason: try await laboratory.checkBrokenDataDirectoryFailsWithReason()
        case .missingDataDirectoryFails: try await laboratory.checkMissingDataDirectoryFails()
        case .unknownSettingFailsWithReason: try await laboratory.checkUnknownSettingFailsWithReason()
        case .takenPortIsNamed: try await laboratory.checkTakenPortIsNamed()
        case .otherDataDirectoryIsRefused: try await laboratory.checkOtherDataDirectoryIsRefused()
        case .stalePostmasterFileIsNoObstacle: try await laboratory.checkStalePostmasterFileIsNoObstacle()
        case .socketIsClosedToOthers: try await laboratory.checkSocketIsClosedToOthers()
        case .tcpNeedsPassword: try await laboratory.checkTCPNeedsPassword()
        case .logTailEndsWithLastWords: try await laboratory.checkLogTailEndsWithLastWords()
        case .loadsGrowWithWork: try await laboratory.checkLoadsGrowWithWork()
        case .sharedMemoryIsNotLeaked: try await laboratory.checkSharedMemoryIsNotLeaked()
        }
    }
}

/// A promise that was not kept.
package struct Violation: Error, CustomStringConvertible {
    package let description: String
}

/// Throws a ``Violation`` unless the condition holds.
func expect(_ condition: Bool, _ promise: String, line: Int = #line) throws {
    guard condition else { throw Violation(description: "not true (line \(line)): \(promise)") }
}

/// Throws a ``Violation`` unless the body throws a ``RuntimeError`` with this code.
func expectFailure(_ code: RuntimeError.Code, line: Int = #line, _ body: () async throws -> Void) async throws
    -> RuntimeError
{
    do {
        try await body()
    } catch let error as RuntimeError where error.code == code {
        return error
    } catch {
        throw Violation(description: "expected \(code) (line \(line)), and got: \(error)")
    }
    throw Violation(description: "expected \(code) (line \(line)), and nothing was thrown")
}
